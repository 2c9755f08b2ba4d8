package dev.suzaku.coordinator.bench;

import java.util.List;

/**
 * A median with its interval of 95 % confidence. The interval is made of order statistics: with B binomial (n, 1/2), the median lies
 * between the j-th smallest and the j-th largest sample with probability 1 - 2 P(B &lt; j), whatever the distribution (Conover,
 * Practical Nonparametric Statistics, 3.2). With fewer than 6 samples no j reaches 95 %: the interval is their whole range then.
 *
 * @param median half of the samples lie on each side
 * @param low lower end
 * @param high upper end
 * @param samples how many there were, at least 1
 */
public record Interval(double median, double low, double high, int samples) {
    private static final double TAIL = 0.025;

    /** The interval of samples in any order; not empty. */
    public static Interval of(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        int rank = rank(n);
        return new Interval((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[rank - 1], sorted[n - rank], n);
    }

    /** The largest j with P(B &lt; j) at most 2.5 %, at least 1. */
    private static int rank(int n) {
        double logProbability = -n * Math.log(2); // 2^-n is no number any more with 1,075 samples
        double below = Math.exp(logProbability);
        int rank = 0;
        while (below <= TAIL) {
            rank++;
            logProbability += Math.log((double) (n - rank + 1) / rank);
            below += Math.exp(logProbability);
        }
        return Math.max(rank, 1);
    }
}
