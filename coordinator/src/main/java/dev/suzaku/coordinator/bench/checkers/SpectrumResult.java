package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.coordinator.bench.Interval;

/**
 * What all conditions together take beside durable alone, without the windows.
 *
 * @param name the history
 * @param durableMillis median for durable
 * @param allMillis median for all conditions
 * @param ratio of the two, turn by turn
 * @param undecided how many of the conditions were UNKNOWN
 * @param promised what the ratio is at most
 */
record SpectrumResult(
        String name, double durableMillis, double allMillis, Interval ratio, int undecided, double promised) {
    boolean fallsShort() {
        return ratio.low() > promised;
    }
}
