package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final long SEED = 20261126;

    @Test
    void a_list_of_numbers_never_changes() {
        Numbers two = Numbers.NONE.append(5).append(6);
        assertThat(two.size()).isEqualTo(2);
        assertThat(two.get(0)).isEqualTo(5);
        assertThat(two.get(1)).isEqualTo(6);
        assertThat(two.withoutFirst()).isEqualTo(Numbers.NONE.append(6));
        assertThat(two.withoutLast()).isEqualTo(Numbers.NONE.append(5));
        assertThat(two.with(1, 7)).isEqualTo(Numbers.NONE.append(5).append(7));
        assertThat(two).isEqualTo(Numbers.NONE.append(5).append(6)).isNotEqualTo(Numbers.NONE);
        assertThat(Numbers.repeated(2, 3)).isEqualTo(Numbers.NONE.append(3).append(3));
    }

    @Test
    void equal_lists_have_equal_hashes_and_others_mostly_not() {
        Numbers one = Numbers.NONE.append(1);
        assertThat(one).hasSameHashCodeAs(Numbers.NONE.append(1));
        assertThat(one.hashCode())
                .isNotEqualTo(Numbers.NONE.append(2).hashCode())
                .isNotZero();
        assertThat(one).isNotEqualTo("1");
    }

    /** Keys that a full table forgets may be missing, but are never wrong. */
    @Test
    void a_memo_of_steps_knows_what_was_put_in() {
        Random random = new Random(SEED);
        StepMemo memo = new StepMemo();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int state = random.nextInt(500);
            int call = random.nextInt(200);
            assertThat(memo.get(state, call))
                    .isEqualTo(expected.getOrDefault((long) state << 32 | call, StepMemo.MISSING));
            memo.put(state, call, i);
            expected.put((long) state << 32 | call, i);
        }
        expected.forEach((pair, next) ->
                assertThat(memo.get((int) (pair >> 32), pair.intValue())).isEqualTo(next));
    }

    @Test
    void a_memo_forgets_everything_when_it_is_full_and_goes_on() {
        StepMemo memo = new StepMemo();
        memo.put(7, 7, 1);
        int state = 8;
        while (memo.get(7, 7) == 1 && state < 1 << 20) {
            memo.put(state++, 0, state);
        }
        assertThat(state).isBetween(1 << 19, (1 << 19) + 8);
        assertThat(memo.get(state - 1, 0)).isEqualTo(state);
        assertThat(memo.get(9, 0)).isEqualTo(StepMemo.MISSING);
        memo.put(7, 7, 2);
        assertThat(memo.get(7, 7)).isEqualTo(2);
    }

    @Test
    void values_are_numbered_in_the_order_in_which_they_are_met() {
        ValueNumbers numbers = new ValueNumbers();
        assertThat(numbers.number(Value.of("a"))).isZero();
        assertThat(numbers.number(Value.of("b"))).isEqualTo(1);
        assertThat(numbers.number(Value.of("a"))).isZero();
        assertThat(numbers.contains(Value.of("b"))).isTrue();
        assertThat(numbers.contains(Value.of("c"))).isFalse();
        assertThat(numbers.size()).isEqualTo(2);
        assertThat(numbers.value(1)).hasToString("b");
    }
}
