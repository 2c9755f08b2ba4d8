package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongNumbersTest {
    private static final long SEED = 20261125;

    /** Small keys go into a table, spread ones are hashed, and some move from one kind to the other as the map grows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1000, 1L << 40, -7})
    void it_answers_what_a_hash_map_answers(long factor) {
        Random random = new Random(SEED + factor);
        LongNumbers numbers = new LongNumbers();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long key = factor * random.nextInt(1 + i / 2) - (random.nextInt(50) == 0 ? 5 : 0);
            assertThat(numbers.get(key)).as("key %d", key).isEqualTo(expected.getOrDefault(key, LongNumbers.NONE));
            Integer known = expected.putIfAbsent(key, i);
            assertThat(numbers.getOrPut(key, i)).as("key %d", key).isEqualTo(known == null ? i : known);
        }
        assertThat(numbers.get(Long.MIN_VALUE)).isEqualTo(LongNumbers.NONE);
        assertThat(numbers.get(Long.MAX_VALUE)).isEqualTo(LongNumbers.NONE);
        expected.forEach((key, number) -> assertThat(numbers.get(key)).isEqualTo(number));
    }
}
