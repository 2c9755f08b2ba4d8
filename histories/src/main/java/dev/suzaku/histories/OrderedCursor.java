package dev.suzaku.histories;

import java.util.Arrays;
import java.util.List;

/**
 * The events of another cursor in the order of time, and of {@link EventCursor.Kind} at the same instant. A binary heap
 * holds the next few events: recorders write nearly in order, since a client may be overtaken between its clock and the
 * recorder's queue.
 */
final class OrderedCursor extends ForwardingCursor {
    /** More than the recorder's queue holds. */
    static final int WINDOW = 1 << 17;

    private Event[] heap = new Event[64];
    private long[] arrivals = new long[64];
    private int size;
    private long arrived;
    private boolean exhausted;
    private final OpenOperations open = new OpenOperations(); // with the epoch of the invocation
    private final FirstReplies replies = new FirstReplies();
    private long[] crashNanos = new long[16];
    private int crashes;

    OrderedCursor(EventCursor source) {
        super(source);
        Arrays.setAll(heap, i -> new Event());
    }

    @Override
    public boolean next() {
        while (!exhausted && size < WINDOW) {
            if (source.next()) {
                push(source.event);
            } else {
                exhausted = true;
            }
        }
        if (size == 0) {
            return false;
        }
        if (arrived > size && heap[0].nanos < event.nanos) {
            throw new HistoryFormatException("its events are out of order by more than " + WINDOW
                    + " events: it cannot be streamed, only read as a whole");
        }
        event.set(heap[0]);
        pop();
        follow();
        return true;
    }

    /** Keeps what tells of the first replies after the cuts. */
    private void follow() {
        switch (event.kind) {
            case CRASH -> {
                crashNanos = crashes < crashNanos.length ? crashNanos : Arrays.copyOf(crashNanos, 2 * crashes);
                crashNanos[crashes++] = event.nanos;
            }
            case READY -> {} // the source has it
            case INVOKE -> {
                int epoch = crashes;
                while (epoch > 0 && crashNanos[epoch - 1] == event.nanos) {
                    epoch--; // a crash comes first, but it is not certain that it did
                }
                open.add(event.operation, epoch, 0);
            }
            case COMPLETE -> {
                int epoch = open.remove(event.operation);
                if (outcome() == Outcome.OK) {
                    replies.answered(epoch, event.nanos);
                }
            }
        }
    }

    /** The power cuts so far; all of them, with all that is known, once there is no event left. */
    @Override
    public List<PowerCut> cuts() {
        return replies.bound(source.cuts());
    }

    private void push(Event added) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            arrivals = Arrays.copyOf(arrivals, 2 * size);
            for (int i = size; i < heap.length; i++) {
                heap[i] = new Event();
            }
        }
        int at = size++;
        heap[at].set(added);
        arrivals[at] = arrived++;
        while (at > 0 && before(at, (at - 1) / 2)) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void pop() {
        swap(0, --size);
        int at = 0;
        while (true) {
            int least = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                least = before(child, least) ? child : least;
            }
            if (least == at) {
                return;
            }
            swap(at, least);
            at = least;
        }
    }

    private boolean before(int a, int b) {
        if (heap[a].nanos != heap[b].nanos) {
            return heap[a].nanos < heap[b].nanos;
        }
        int kinds = heap[a].kind.compareTo(heap[b].kind);
        return kinds != 0 ? kinds < 0 : arrivals[a] < arrivals[b];
    }

    private void swap(int a, int b) {
        Event event = heap[a];
        heap[a] = heap[b];
        heap[b] = event;
        long arrival = arrivals[a];
        arrivals[a] = arrivals[b];
        arrivals[b] = arrival;
    }
}
