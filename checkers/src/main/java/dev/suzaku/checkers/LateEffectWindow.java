package dev.suzaku.checkers;

/**
 * The least time after the first reply within which every operation that was pending at a cut must have taken effect
 * for the history to be linearizable. What the history shows is a lower bound for the target's true window.
 *
 * @param atLeastNanos the least window, or what is known of it
 * @param atMostNanos equal to {@code atLeastNanos} (up to a microsecond) unless a probe was UNKNOWN
 */
public record LateEffectWindow(long atLeastNanos, long atMostNanos) {
    /** The window in milliseconds, with fractions. */
    public double millis() {
        return atLeastNanos / 1e6;
    }

    /** The upper end in milliseconds, with fractions. */
    public double atMostMillis() {
        return atMostNanos / 1e6;
    }
}
