package dev.suzaku.histories;

/**
 * What a cursor must remember of the events so far: the operations that are open, and the cuts. Writes each event to the
 * cursor, and refuses what cannot be.
 */
final class EventPairing {
    private final EventCursor.Event event;
    private final OpenOperations open = new OpenOperations();
    private final CutEvents cuts = new CutEvents();
    private int invocations;
    private long completions;

    EventPairing(EventCursor.Event event) {
        this.event = event;
    }

    OpenOperations open() {
        return open;
    }

    CutEvents cuts() {
        return cuts;
    }

    int invocations() {
        return invocations;
    }

    long completions() {
        return completions;
    }

    /** False when an operation of that number is open. */
    boolean invoke(long number, long note, int session, int function, int key, long argument, long nanos) {
        if (invocations >= ChunkFormat.OPERATIONS_MAX) {
            throw new HistoryFormatException("more than " + ChunkFormat.OPERATIONS_MAX + " operations");
        }
        if (!open.add(number, invocations, note)) {
            return false;
        }
        event.kind = EventCursor.Kind.INVOKE;
        event.operation = invocations++;
        event.session = session;
        event.function = function;
        event.key = key;
        event.value = argument;
        event.nanos = nanos;
        return true;
    }

    /** False when no operation of that number is open. */
    boolean complete(long number, Outcome outcome, long result, long nanos) {
        int row = open.remove(number);
        if (row == OpenOperations.NONE) {
            return false;
        }
        if (outcome != Outcome.INFO && nanos == Operation.NEVER) {
            throw new HistoryFormatException("operation " + number + " returned at the end of time");
        }
        completions++;
        event.kind = EventCursor.Kind.COMPLETE;
        event.operation = row;
        event.epoch = outcome.ordinal();
        event.value = outcome == Outcome.OK ? result : Vocabulary.NOTHING;
        event.nanos = nanos;
        return true;
    }

    void crash(int epoch, long earliestNanos, long latestNanos) {
        cuts.crash(epoch, earliestNanos, latestNanos);
        setInterval(EventCursor.Kind.CRASH, epoch, earliestNanos, latestNanos);
    }

    void ready(int epoch, long earliestNanos, long latestNanos) {
        cuts.ready(epoch, earliestNanos, latestNanos);
        setInterval(EventCursor.Kind.READY, epoch, earliestNanos, latestNanos);
    }

    private void setInterval(EventCursor.Kind kind, int epoch, long earliestNanos, long latestNanos) {
        event.kind = kind;
        event.epoch = epoch;
        event.earliestNanos = earliestNanos;
        event.nanos = latestNanos;
    }
}
