package dev.suzaku.histories;

/**
 * One power cut: when the target's last thread stood still, and when the first reply came afterwards. Both instants are
 * known only to lie within a closed interval on the run's clock.
 *
 * @param epoch the epoch that the cut ends, from 0
 * @param crashEarliestNanos the earliest instant at which all threads may have stood still
 * @param crashLatestNanos the latest such instant
 * @param readyEarliestNanos the earliest instant of the first reply, or {@link #NEVER}
 * @param readyLatestNanos the latest instant of the first reply, or {@link #NEVER} where it never came or may have come at
 *     any time
 */
public record PowerCut(
        int epoch, long crashEarliestNanos, long crashLatestNanos, long readyEarliestNanos, long readyLatestNanos) {
    /** The ready time of a target that never answered again. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Whether a reply came, but there is no telling by when at the latest. */
    public boolean readyUnknown() {
        return readyEarliestNanos != NEVER && readyLatestNanos == NEVER;
    }

    public PowerCut {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must not be negative");
        }
        if (crashEarliestNanos > crashLatestNanos || readyEarliestNanos > readyLatestNanos) {
            throw new IllegalArgumentException("cut " + epoch + ": an interval ends before it begins");
        }
        if (readyLatestNanos < crashLatestNanos) {
            throw new IllegalArgumentException("cut " + epoch + ": ready before the crash");
        }
    }
}
