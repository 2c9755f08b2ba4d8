package dev.suzaku.coordinator.bench;

import java.util.Locale;

/**
 * What a ratio is meant to be.
 *
 * @param limit the ratio
 * @param atMost whether smaller is better (a time) or larger (a throughput)
 */
public record Bound(double limit, boolean atMost) {
    public static Bound atMost(double limit) {
        return new Bound(limit, true);
    }

    public static Bound atLeast(double limit) {
        return new Bound(limit, false);
    }

    /** Only when the whole interval lies beyond the limit: a noisy machine alone is no failure. */
    public boolean fallsShort(Interval ratio) {
        return atMost ? ratio.low() > limit : ratio.high() < limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", atMost ? "<=" : ">=", limit);
    }
}
