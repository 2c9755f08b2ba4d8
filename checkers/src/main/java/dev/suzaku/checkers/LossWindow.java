package dev.suzaku.checkers;

/**
 * How much acknowledged work may be missing after a power cut (the recovery point objective): the least time before the
 * cuts such that the history is buffered-cut although everything that was acknowledged earlier than that survived. What
 * the history shows is a lower bound for the target's true window.
 *
 * @param atLeastNanos the least window, or what is known of it
 * @param atMostNanos equal to {@code atLeastNanos} (up to a microsecond) unless a probe was UNKNOWN
 */
public record LossWindow(long atLeastNanos, long atMostNanos) {
    /** Nothing that was acknowledged is missing. */
    public static final LossWindow NONE = new LossWindow(0, 0);

    /** The window in milliseconds, with fractions. */
    public double millis() {
        return atLeastNanos / 1e6;
    }

    /** The upper end in milliseconds, with fractions. */
    public double atMostMillis() {
        return atMostNanos / 1e6;
    }
}
