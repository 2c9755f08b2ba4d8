package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.Operation;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnOrderTest {
    private static final long SEED = 20261126;

    /** Few moves are insertions, many are merges: reversed and random ones of this length. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "10, 4", "1000, 5", "1000, 1000000", "3001, 1000000", "4096, 100"})
    void sorts_by_return_and_equal_ones_by_position(int length, int different) {
        Random random = new Random(SEED + length);
        long[] returns = random.longs(length, 0, different).toArray();
        returns[length / 2] = Operation.NEVER;
        assertThat(ReturnOrder.of(returns)).isEqualTo(expected(returns));
    }

    @Test
    void what_is_reversed_is_sorted_too() {
        long[] returns = IntStream.range(0, 2000).mapToLong(i -> 2000 - i).toArray();
        assertThat(ReturnOrder.of(returns)).isEqualTo(expected(returns));
    }

    @Test
    void nothing_is_in_order() {
        assertThat(ReturnOrder.of(new long[0])).isEmpty();
        assertThat(ReturnOrder.of(new long[] {Operation.NEVER})).isEmpty();
    }

    private static int[] expected(long[] returns) {
        return IntStream.range(0, returns.length)
                .filter(i -> returns[i] != Operation.NEVER)
                .boxed()
                .sorted(Comparator.comparingLong(i -> returns[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
