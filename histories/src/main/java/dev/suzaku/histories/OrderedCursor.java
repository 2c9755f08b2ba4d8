package dev.suzaku.histories;

import java.util.Arrays;

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
        return true;
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
