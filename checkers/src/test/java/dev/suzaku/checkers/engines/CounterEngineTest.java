package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterEngineTest {
    /** The position of the operation at which it shows. */
    private static int violation(String... lines) {
        return Findings.violation("counter", "counter", lines).position();
    }

    private static boolean linearizable(String... lines) {
        return Findings.linearizable("counter", "counter", lines);
    }

    @Test
    void known_counts_come_in_the_order_of_time() {
        assertThat(violation("0 inc -> 1 @1..2", "0 read -> 0 @3..4")).isZero();
        assertThat(linearizable("0 inc -> 1 @1..3", "1 read -> 0 @3..4")).isTrue();
        assertThat(violation("0 inc -> 1 @1..2", "1 inc -> 1 @3..4")).isEqualTo(1);
        assertThat(violation("0 inc -> 2 @1..2", "1 inc -> 1 @3..4")).isZero();
        assertThat(linearizable("0 inc -> 2 @1..3", "1 inc -> 1 @3..4")).isTrue();
        assertThat(violation("0 read -> -1 @1..2", "0 inc @1..2")).isZero();
    }

    @Test
    void those_that_asked_for_one_count_may_come_in_any_order() {
        assertThat(linearizable("0 read -> 0 @5..6", "1 read -> 0 @1..2", "2 read -> 0 @3..4"))
                .isTrue();
        assertThat(violation("0 read -> 0 @7..8", "1 inc -> 1 @3..9", "2 read -> 1 @5..6"))
                .isEqualTo(1);
        assertThat(linearizable("0 inc -> 1 @1..9", "1 read -> 1 @2..3", "2 read -> 1 @4..5"))
                .isTrue();
    }

    @Test
    void counts_between_need_changes_that_are_open_there() {
        assertThat(violation("0 read -> 1 @1..2")).isZero();
        assertThat(violation("0 read -> 1 @1..2", "1 inc @3..4")).isZero();
        assertThat(linearizable("0 read -> 1 @1..3", "1 inc @3..4")).isTrue();
        assertThat(violation("0 inc @1..2", "1 read -> 0 @3..4", "1 read -> 1 @5..6"))
                .isEqualTo(2);
        assertThat(linearizable("0 inc @1..3", "1 read -> 0 @3..4", "1 read -> 1 @5..6"))
                .isTrue();
        assertThat(violation("0 inc @1..2", "1 read -> 2 @3..4")).isEqualTo(1);
        assertThat(linearizable("0 inc @1..2", "1 inc @1..2", "1 read -> 2 @3..4"))
                .isTrue();
    }

    @Test
    void of_the_changes_that_fit_those_that_end_first_are_taken_first() {
        assertThat(linearizable(
                        "0 inc @1..30", "1 inc @2..6", "2 read -> 0 @3..4", "2 read -> 1 @7..8", "2 read -> 2 @9..10"))
                .isTrue();
        assertThat(violation(
                        "0 inc @1..6", "1 inc @2..6", "2 read -> 0 @3..4", "2 read -> 1 @7..8", "2 read -> 2 @9..10"))
                .isEqualTo(4);
    }

    @Test
    void what_must_have_happened_is_counted_by_later_reads() {
        assertThat(violation("0 inc @1..2", "0 read -> 0 @3..4")).isZero();
        assertThat(linearizable("0 inc @1..3", "1 read -> 0 @3..4")).isTrue();
        assertThat(linearizable("0 inc @1..", "1 read -> 0 @3..4")).isTrue();
        assertThat(violation("0 inc @1..2", "1 inc @1..2", "0 read -> 1 @3..4")).isEqualTo(1);
        assertThat(violation("0 inc @1..2", "1 inc @1..20", "0 inc -> 1 @5..6", "0 read -> 2 @7..8"))
                .isZero();
        assertThat(linearizable("0 inc @1..5", "1 inc @1..", "2 inc -> 1 @5..6", "2 read -> 2 @7..8"))
                .isTrue();
        assertThat(linearizable("0 read -> 0 @1..2", "0 inc @3..4")).isTrue();
    }

    @Test
    void a_counter_may_go_down_all_the_time() {
        assertThat(linearizable("0 dec -> -1 @1..2", "0 dec @3..4", "0 read -> -2 @5..6"))
                .isTrue();
        assertThat(violation("0 dec -> -1 @1..2", "0 read -> 0 @3..4")).isZero();
        assertThat(violation("0 dec @1..2", "0 read -> 1 @3..4")).isEqualTo(1);
    }

    @Test
    void changes_of_one_size_fill_multiples_of_it_and_others_are_for_another_engine() {
        assertThat(linearizable("0 add 2 @1..2", "1 add 2 @1..2", "0 read -> 4 @3..4"))
                .isTrue();
        assertThat(violation("0 add 2 @1..2", "1 add 2 @1..2", "0 read -> 3 @3..4"))
                .isEqualTo(2);
        assertThat(Findings.undecided("counter", "counter", "0 add 2 @1..2", "1 add 3 @1..2", "0 read -> 5 @3..4"))
                .isEqualTo("changes of different sizes fill gaps between known counts");
        assertThat(linearizable("0 read -> 0 @1..2", "0 add 2 @3..4", "1 add 3 @3..4"))
                .isTrue();
        assertThat(linearizable("0 add 0 @1..2", "0 add 1 @1..2", "0 read -> 1 @3..4"))
                .isTrue();
        assertThat(linearizable("0 add-and-get 5 -> 5 @1..2", "0 add 1 @3..4", "0 read -> 6 @5..6"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 add 1073741825 @1..2",
                "0 add -1073741825 @1..2",
                "0 read -> 1152921504606846977 @1..2",
                "0 read -> -1152921504606846977 @1..2",
                "0 add-and-get 1 -> 1152921504606846977 @1..2"
            })
    void sizes_and_counts_that_could_overflow_are_for_another_engine(String line) {
        assertThatThrownBy(() -> linearizable(line)).isInstanceOf(CheckException.class);
    }

    @Test
    void the_largest_ones_are_for_this_one() {
        assertThat(linearizable("0 add-and-get 1073741824 -> 1073741824 @1..2")).isTrue();
        assertThat(linearizable("0 add-and-get -1073741824 -> -1073741824 @1..2"))
                .isTrue();
        assertThat(violation("0 read -> 1152921504606846976 @1..2")).isZero();
        assertThat(violation("0 read -> -1152921504606846976 @1..2")).isZero();
        assertThatThrownBy(() -> linearizable("0 inc @1..2", "0 dec @3..4")).isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> Findings.of("counter", "set", "0 add 1 @1..2")).isInstanceOf(CheckException.class);
    }
}
