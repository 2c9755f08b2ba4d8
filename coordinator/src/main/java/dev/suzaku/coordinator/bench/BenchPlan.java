package dev.suzaku.coordinator.bench;

import java.util.List;

/**
 * What to measure.
 *
 * @param turns how often, and the seed
 * @param tools the programs
 * @param only names of suites or beginnings of benchmark names; empty = all
 * @param mapKeys keys that a map gets
 * @param recoveryCuts cuts for each heap size
 * @param heapMebibytes heap sizes of the recovery times, in MiB
 */
public record BenchPlan(
        Turns turns, BenchTools tools, List<String> only, long mapKeys, int recoveryCuts, List<Integer> heapMebibytes) {
    public BenchPlan {
        only = List.copyOf(only);
        heapMebibytes = List.copyOf(heapMebibytes);
    }

    /** Whether a benchmark, or at least one of a suite, is wanted. */
    boolean wants(String name) {
        return only.isEmpty() || only.stream().anyMatch(wanted -> name.startsWith(wanted) || wanted.startsWith(name));
    }
}
