package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.engines.Findings.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetEngineTest {
    private static Violation violation(String... lines) {
        return Findings.violation("grow-only-set", "set", lines);
    }

    private static boolean linearizable(String... lines) {
        return Findings.linearizable("grow-only-set", "set", lines);
    }

    @Test
    void what_is_in_was_added() {
        assertThat(violation("0 read -> [1] @1..2")).isEqualTo(new Violation(0, List.of(0)));
        assertThat(violation("0 contains 1 -> true @1..2", "1 read -> [1] @3..4"))
                .isEqualTo(new Violation(1, List.of(0, 1)));
        assertThat(violation("0 read -> [1] @1..2", "1 add 1 @3..4")).isEqualTo(new Violation(0, List.of()));
        assertThat(linearizable("0 read -> [1] @1..3", "1 add 1 @3..4")).isTrue();
        assertThat(violation("0 contains 1 -> true @1..2", "1 add 1 @3..4")).isEqualTo(new Violation(0, List.of()));
        assertThat(linearizable("0 contains 1 -> true @1..3", "1 add 1 @3..4")).isTrue();
        assertThat(violation("0 add 1 -> REFUSED @1..2")).isEqualTo(new Violation(0, List.of()));
    }

    @Test
    void what_was_added_stays() {
        assertThat(violation("0 add 1 @1..2", "1 read -> [] @3..4")).isEqualTo(new Violation(0, List.of(0, 1)));
        assertThat(linearizable("0 add 1 @1..3", "1 read -> [] @3..4")).isTrue();
        assertThat(violation("0 add 1 @1..2", "1 contains 1 -> false @3..4")).isEqualTo(new Violation(0, List.of()));
        assertThat(linearizable("0 add 1 @1..3", "1 contains 1 -> false @3..4")).isTrue();
        assertThat(violation("0 add 1 @1..", "1 read -> [1] @2..3", "1 read -> [] @4..5"))
                .isEqualTo(new Violation(1, List.of()));
        assertThat(linearizable("0 add 1 @1..", "1 read -> [] @2..3", "1 read -> [1] @4..5"))
                .isTrue();
        assertThat(linearizable("0 add 1 @1..", "1 read -> [] @2..3")).isTrue();
    }

    @Test
    void the_read_that_was_invoked_last_tells_what_is_lost() {
        assertThat(violation("0 add 1 @1..3", "1 read -> [] @2..5", "1 read -> [] @4..6", "1 add 2 @7..8"))
                .isEqualTo(new Violation(0, List.of(0, 2)));
        assertThat(violation("0 add 1 @1..3", "1 read -> [] @1..3", "0 add 2 @4..5", "1 read -> [2] @6..7"))
                .isEqualTo(new Violation(0, List.of(0, 2, 3)));
    }

    @Test
    void reads_come_in_the_order_of_inclusion() {
        assertThat(violation(
                        "0 add 1 @1..9",
                        "1 add 2 @1..9",
                        "2 read -> [1] @3..9",
                        "3 read -> [2] @3..9",
                        "4 add 3 @4..5"))
                .isEqualTo(new Violation(3, List.of(0, 1, 2, 3)));
        assertThat(linearizable("0 add 1 @1..2", "1 add 2 @1..9", "2 read -> [1 2] @3..9", "3 read -> [1] @3..9"))
                .isTrue();
        assertThat(violation("0 add 1 @1..2", "1 add 2 @1..9", "2 read -> [1 2] @3..4", "3 read -> [1] @5..6")
                        .position())
                .isEqualTo(2);
        assertThat(linearizable("0 add 1 @1..2", "1 add 2 @1..9", "2 read -> [1 2] @3..5", "3 read -> [1] @5..6"))
                .isTrue();
    }

    @Test
    void an_element_comes_in_while_one_of_its_adds_is_open() {
        assertThat(linearizable("0 add 1 @1..20", "1 read -> [] @3..4", "0 add 2 @5..6", "1 read -> [1 2] @7..8"))
                .isTrue();
        assertThat(violation("0 add 1 @1..2", "1 contains 1 -> false @3..4", "0 add 1 @5..6")
                        .position())
                .isZero();
        assertThat(linearizable("0 add 1 -> REFUSED @4..5", "1 add 1 @1..2", "2 add 1 @3..6"))
                .isTrue();
        String[] cut = {"0 add 1 @1..", "cut @3..4", "1 read -> [] @5..6", "1 read -> [1] @7..8"};
        assertThat(Findings.of("grow-only-set", "set", Condition.STRICT, cut)).isInstanceOf(Finding.Violated.class);
        assertThat(linearizable(cut)).isTrue();
    }

    @Test
    void a_read_in_which_an_element_comes_twice_is_impossible() {
        assertThat(violation("0 add 1 @1..2", "1 read -> [1 1] @3..4")).isEqualTo(new Violation(1, List.of(1)));
        assertThat(violation("1 read -> [1 1] @3..4")).isEqualTo(new Violation(0, List.of(0)));
    }

    @Test
    void a_set_from_which_something_is_removed_is_for_another_engine() {
        assertThatThrownBy(() -> linearizable("0 add 1 @1..2", "0 remove 1 @3..4"))
                .isInstanceOf(CheckException.class);
        assertThat(linearizable("0 remove 1 -> REFUSED @1..2")).isTrue();
        assertThatThrownBy(() -> Findings.of("grow-only-set", "counter", "0 inc @1..2"))
                .isInstanceOf(CheckException.class);
    }

    @Test
    void an_element_that_comes_too_late_is_shown_by_the_read_before_where_it_must_have_come() {
        assertThat(violation("0 add 1 @1..2", "1 read -> [] @3..4", "1 read -> [1] @5..6"))
                .isEqualTo(new Violation(0, List.of(0, 1)));
        assertThat(violation("0 add 1 @1..2", "1 contains 1 -> false @3..4", "1 read -> [1] @5..6"))
                .isEqualTo(new Violation(2, List.of()));
        String[] retired = {"0 add 1 @1..", "cut @3..4", "1 read -> [] @5..6", "1 read -> [1] @7..8"};
        Finding.Violated found = (Finding.Violated) Findings.of("grow-only-set", "set", Condition.STRICT, retired);
        assertThat(found.position()).isEqualTo(2);
        assertThat(found.certificate()).isEmpty();
    }
}
