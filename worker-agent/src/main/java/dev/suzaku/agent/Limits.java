package dev.suzaku.agent;

/**
 * Bounds on waiting, all in milliseconds and positive. None of them ever turns into a pass.
 *
 * @param operationMillis longest wait for one reply; then the operation's outcome is unknown and its session ends
 * @param startMillis longest wait for the first correct reply after a clean start; then the run is INCONCLUSIVE
 * @param recoveryMillis longest wait for the first correct reply after a cut, and for the progress of every thread and
 *     session after it; then the run is a VIOLATION
 * @param runMillis longest duration of the whole run; then it is INCONCLUSIVE
 */
public record Limits(long operationMillis, long startMillis, long recoveryMillis, long runMillis) {

    public Limits {
        if (operationMillis < 1 || startMillis < 1 || recoveryMillis < 1 || runMillis < 1) {
            throw new IllegalArgumentException("limits must be positive, are " + operationMillis + ", " + startMillis
                    + ", " + recoveryMillis + ", " + runMillis + " ms");
        }
    }

    /** 5 s per operation, 10 s to start, 10 s to recover, 10 minutes per run. */
    public static Limits defaults() {
        return new Limits(5_000, 10_000, 10_000, 600_000);
    }
}
