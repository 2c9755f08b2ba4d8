package dev.suzaku.coordinator.bench;

import java.util.List;

/**
 * How long a recovery took, from the recover call to the first correct reply.
 *
 * @param heapMebibytes what was stored in the program
 * @param poolBytes what its image reserved
 * @param mappings of the program
 * @param threads of the program
 * @param millis median with its interval
 * @param p99Millis the 99th percentile (nearest rank)
 * @param maxMillis the longest
 */
public record RecoveryTime(
        int heapMebibytes,
        long poolBytes,
        int mappings,
        int threads,
        Interval millis,
        double p99Millis,
        double maxMillis) {
    /** What the median and the 99th percentile are meant to be at most. */
    public static final double MEDIAN_MILLIS_LIMIT = 10;

    public static final double P99_MILLIS_LIMIT = 30;

    private static final double P99 = 0.99;

    static RecoveryTime of(int heapMebibytes, long poolBytes, int mappings, int threads, List<Double> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int rank = (int) Math.ceil(P99 * sorted.length);
        return new RecoveryTime(
                heapMebibytes,
                poolBytes,
                mappings,
                threads,
                Interval.of(samples),
                sorted[rank - 1],
                sorted[sorted.length - 1]);
    }

    public boolean fallsShort() {
        return millis.low() > MEDIAN_MILLIS_LIMIT || p99Millis > P99_MILLIS_LIMIT;
    }
}
