package dev.suzaku.agent.workload;

/**
 * When one session's latest operations were invoked and returned, to tell afterwards whether one was in flight at a given
 * instant. Written by the session's thread, read by any.
 */
final class InFlightWindow {

    private static final int SLOTS = 1_024;

    private final long[] invokes = new long[SLOTS];
    private final long[] returns = new long[SLOTS];
    private long operations;

    synchronized void invoked(long nanos) {
        int slot = (int) (operations++ % SLOTS);
        invokes[slot] = nanos;
        returns[slot] = Long.MAX_VALUE;
    }

    synchronized void returned(long nanos) {
        returns[(int) ((operations - 1) % SLOTS)] = nanos;
    }

    /** Whether an operation had been invoked and had not returned at this instant. */
    synchronized boolean inFlight(long nanos) {
        long count = Math.min(operations, SLOTS);
        for (int slot = 0; slot < count; slot++) {
            if (invokes[slot] < nanos && returns[slot] > nanos) {
                return true;
            }
        }
        return false;
    }
}
