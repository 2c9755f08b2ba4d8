package dev.suzaku.coordinator.bench;

/**
 * One line of the result: the same thing measured on two sides in turns.
 *
 * @param benchmark what was done
 * @param measure what was read
 * @param ours name of our side
 * @param peer name of the other side
 * @param oursMedian in the measure's unit
 * @param peerMedian in the measure's unit
 * @param ratio of the pairs: ours divided by the peer's
 */
public record Comparison(
        String benchmark,
        Measure measure,
        String ours,
        String peer,
        double oursMedian,
        double peerMedian,
        Interval ratio) {

    public boolean fallsShort() {
        return measure.bound().map(bound -> bound.fallsShort(ratio)).orElse(false);
    }

    /** {@code holds}, {@code falls short}, or {@code -} where nothing is promised. */
    public String verdict() {
        return measure.bound()
                .map(bound -> bound.fallsShort(ratio) ? "falls short" : "holds")
                .orElse("-");
    }
}
