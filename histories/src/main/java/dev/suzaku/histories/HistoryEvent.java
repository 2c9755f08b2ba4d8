package dev.suzaku.histories;

/** What a recorder writes, one at a time. Times are nanoseconds of the run's clock. */
sealed interface HistoryEvent {
    /** A client calls; {@code operation} is unique within the file. */
    record Invoke(long operation, int session, String function, String key, Value argument, long nanos)
            implements HistoryEvent {}

    /** The call of that number ended. */
    record Complete(long operation, Outcome outcome, Value result, long nanos) implements HistoryEvent {}

    /** The cut that ends {@code epoch}. */
    record Crash(int epoch, long earliestNanos, long latestNanos) implements HistoryEvent {}

    /** The first reply after the cut that ended {@code epoch}. */
    record Ready(int epoch, long earliestNanos, long latestNanos) implements HistoryEvent {}
}
