package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {
    private static final long SEED = 20261128;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 30, 64})
    void answers_as_an_array_of_counts_does(int slots) {
        Random random = new Random(SEED + slots);
        Coverage coverage = new Coverage(slots);
        int[] counts = new int[slots];
        List<int[]> intervals = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            boolean added = intervals.isEmpty() || random.nextInt(5) < 2;
            int from = random.nextInt(slots);
            int[] interval = added
                    ? new int[] {from, from + random.nextInt(slots - from)}
                    : intervals.remove(random.nextInt(intervals.size()));
            if (added) {
                intervals.add(interval);
            }
            coverage.add(interval[0], interval[1], added ? 1 : -1);
            for (int slot = interval[0]; slot <= interval[1]; slot++) {
                counts[slot] += added ? 1 : -1;
            }
            for (int slot = 0; slot < slots; slot++) {
                assertThat(coverage.next(slot, true)).isEqualTo(next(counts, slot, true));
                assertThat(coverage.next(slot, false)).isEqualTo(next(counts, slot, false));
            }
        }
    }

    /** The slots behind those that were asked for are uncovered, up to a power of two. */
    private static int next(int[] counts, int from, boolean covered) {
        int power = Math.max(1, Integer.highestOneBit(counts.length - 1) * 2);
        int slot = from;
        while (slot < power && (slot < counts.length && counts[slot] > 0) != covered) {
            slot++;
        }
        return slot;
    }
}
