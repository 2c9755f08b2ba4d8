package dev.suzaku.histories;

import java.util.List;

/**
 * The events of a history, one after the other, without an object for each: {@link #next()} moves to an event, the other
 * methods tell of it until the next move. What {@link HistoryFormat#stream} opens gives the events in the order of time
 * and keeps in memory only what is open, what is waiting to be sorted, and the {@linkplain #vocabulary() vocabulary},
 * which grows with the number of different keys and of different values that are not whole numbers. For one thread.
 */
public abstract class EventCursor implements AutoCloseable {
    /** What happened; at the same instant in this order, since operations are closed intervals. */
    public enum Kind {
        /** The cut that ends {@link #epoch()} happened between {@link #earliestNanos()} and {@link #nanos()}. */
        CRASH,
        /** The first reply after the cut that ended {@link #epoch()} came between {@link #earliestNanos()} and {@link #nanos()}. */
        READY,
        /** {@link #operation()} was called: session, function, key and value tell how. */
        INVOKE,
        /** {@link #operation()} ended: outcome and value tell how. */
        COMPLETE
    }

    /** The present event; written by subclasses. */
    final Event event = new Event();

    EventCursor() {}

    /** One event; {@code epoch} is the outcome's number where an operation ended. */
    static final class Event {
        Kind kind;
        long nanos;
        long earliestNanos;
        int operation;
        int session;
        int function;
        int key;
        long value;
        int epoch;

        void set(Event other) {
            kind = other.kind;
            nanos = other.nanos;
            earliestNanos = other.earliestNanos;
            operation = other.operation;
            session = other.session;
            function = other.function;
            key = other.key;
            value = other.value;
            epoch = other.epoch;
        }
    }

    /**
     * Moves to the next event.
     *
     * @return false when there is none
     * @throws HistoryFormatException with the line or a clear reason when the file is not what it should be
     */
    public abstract boolean next();

    /** What the history says about itself. */
    public abstract HistoryHeader header();

    /** What the numbers of functions, keys and values stand for; grows while events are read. */
    public abstract Vocabulary vocabulary();

    /** The power cuts so far. */
    public abstract List<PowerCut> cuts();

    /** Once there is no event left: whether the end of the recording was there and undamaged. */
    public abstract boolean complete();

    @Override
    public abstract void close();

    public Kind kind() {
        return event.kind;
    }

    /** When it happened; of a crash or ready the latest instant at which it may have. */
    public long nanos() {
        return event.nanos;
    }

    /** The earliest instant at which a crash or ready may have happened. */
    public long earliestNanos() {
        return event.earliestNanos;
    }

    /** Number of the operation, from 0 in the order of the file's invocations. */
    public int operation() {
        return event.operation;
    }

    /** The session that invokes. */
    public int session() {
        return event.session;
    }

    /** Number of the function that is invoked. */
    public int function() {
        return event.function;
    }

    /** Number of the key on which it is invoked. */
    public int key() {
        return event.key;
    }

    /** Code of the argument of an invocation, or of the result of an operation that ended OK. */
    public long value() {
        return event.value;
    }

    /** How the operation ended; INFO says that nothing more will be heard of it. */
    public Outcome outcome() {
        return OperationColumns.OUTCOMES[event.epoch];
    }

    /** The epoch that a crash ends or ended. */
    public int epoch() {
        return event.epoch;
    }
}
