package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.engines.Findings.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainsEngineTest {
    private static Violation violation(String... lines) {
        return Findings.violation("chains", "cas-register", lines);
    }

    private static boolean linearizable(String... lines) {
        return Findings.linearizable("chains", "cas-register", lines);
    }

    @Test
    void every_value_of_a_chain_was_made() {
        assertThat(violation("0 read -> 5 @1..2")).isEqualTo(new Violation(0, List.of(0)));
        assertThat(violation("0 cas [5 6] @1..2")).isEqualTo(new Violation(0, List.of(0)));
        assertThat(violation("0 cas [5 6] @1..", "1 cas [6 7] @1..", "1 read -> 7 @3..4"))
                .isEqualTo(new Violation(0, List.of(0, 1, 2)));
        assertThat(linearizable("0 cas [5 6] @1..")).isTrue();
    }

    @Test
    void a_value_is_replaced_once() {
        assertThat(violation("0 write 1 @1..2", "0 cas [1 2] @3..4", "1 cas [1 3] @3..4"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
        assertThat(linearizable("0 write 1 @1..2", "0 cas [1 2] @3..4", "1 cas [1 3] @3.."))
                .isTrue();
        assertThat(violation("0 cas [1 2] @1..2", "1 cas [2 1] @1..2").certificate())
                .as("a cycle")
                .containsExactly(0, 1);
    }

    @Test
    void a_chain_does_not_run_against_time() {
        assertThat(violation("0 cas [1 2] @1..2", "1 write 1 @3..4")).isEqualTo(new Violation(0, List.of(0, 1)));
        assertThat(linearizable("0 cas [1 2] @1..3", "1 write 1 @3..4")).isTrue();
        assertThat(violation("0 write 1 @1..2", "0 cas [1 2] @3..4", "1 read -> 1 @5..6"))
                .isEqualTo(new Violation(1, List.of(0, 1, 2)));
        assertThat(linearizable("0 write 1 @1..2", "0 cas [1 2] @3..5", "1 read -> 1 @5..6"))
                .isTrue();
        assertThat(violation("0 write 1 @1..2", "0 cas [1 2] @3..4", "0 cas [2 3] @5..6", "1 read -> 2 @7..8")
                        .position())
                .isEqualTo(2);
    }

    @Test
    void chains_do_not_overlap() {
        assertThat(violation("0 write 1 @1..2", "1 write 9 @3..4", "0 cas [1 2] @5..6"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
        assertThat(violation("0 write 1 @1..2", "0 read -> nothing @3..4")).isEqualTo(new Violation(1, List.of(0, 1)));
        assertThat(linearizable("0 write 1 @1..2", "1 write 9 @2..4", "0 cas [1 2] @5..6"))
                .isTrue();
    }

    @Test
    void what_a_pending_operation_made_counts_where_it_was_seen() {
        assertThat(violation("0 write 1 @1..", "1 cas [1 2] @2..3", "1 write 8 @4..5", "1 read -> 2 @6..7"))
                .isEqualTo(new Violation(3, List.of(0, 1, 2, 3)));
        assertThat(linearizable("1 write 8 @1..2", "0 write 1 @3..", "1 cas [1 2] @4..", "1 read -> 8 @6..7"))
                .isTrue();
    }

    @Test
    void a_refused_compare_and_set_finds_room_before_or_after_its_value() {
        assertThat(linearizable("0 cas [1 2] -> REFUSED @1..2", "0 write 1 @3..4"))
                .isTrue();
        assertThat(linearizable("0 write 1 @1..2", "0 write 3 @3..4", "0 cas [1 2] -> REFUSED @5..6"))
                .isTrue();
        assertThat(linearizable("0 write 1 @1..2", "1 write 3 @3..4", "0 cas [1 2] -> REFUSED @3..3"))
                .isTrue();
        assertThat(linearizable("0 cas [1 2] -> REFUSED @1..1", "1 write 1 @1..4"))
                .isTrue();
        assertThat(linearizable("0 write 1 @1..2", "0 cas [1 3] @3..4", "0 cas [1 2] -> REFUSED @5..6"))
                .isTrue();
        assertThat(linearizable("0 cas [7 2] -> REFUSED @1..2")).isTrue();
        assertThat(linearizable("0 write 1 @1..2", "0 cas [nothing 2] -> REFUSED @3..4"))
                .isTrue();
    }

    @Test
    void a_refused_one_without_room_is_for_another_engine() {
        String reason = "a refused compare-and-set may need another order of the values";
        assertThat(Findings.undecided("chains", "cas-register", "0 write 1 @1..2", "0 cas [1 2] -> REFUSED @3..4"))
                .isEqualTo(reason);
        assertThat(Findings.undecided("chains", "cas-register", "0 cas [nothing 2] -> REFUSED @3..4"))
                .isEqualTo(reason);
        assertThat(Findings.undecided(
                        "chains",
                        "cas-register",
                        "0 write 1 @1..2",
                        "1 write 3 @4..5",
                        "0 cas [1 2] -> REFUSED @3..3",
                        "0 read -> 3 @6..7"))
                .isEqualTo(reason);
    }

    @Test
    void a_value_that_is_left_twice_is_not_for_chains() {
        assertThatThrownBy(() -> linearizable("0 write 1 @1..2", "0 write 2 @1..2", "1 cas [1 2] @3..4"))
                .isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> linearizable("0 write 1 @1..2", "1 cas [1 nothing] @3..4"))
                .isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> Findings.of("chains", "queue", "0 enqueue 1 @1..2"))
                .isInstanceOf(CheckException.class);
    }

    @Test
    void the_operation_that_needs_what_nothing_made_is_named() {
        assertThat(violation("0 write 9 @1..1", "0 read -> 5 @2..3")).isEqualTo(new Violation(1, List.of(1)));
        assertThat(violation("0 write 9 @1..1", "0 cas [5 6] @2..3")).isEqualTo(new Violation(1, List.of(1)));
    }

    @Test
    void a_certificate_goes_as_far_as_to_what_certainly_happened() {
        assertThat(violation("0 write 1 @1..2", "0 cas [1 2] @3..4", "0 cas [2 3] @5..6", "1 read -> 1 @7..8"))
                .isEqualTo(new Violation(1, List.of(0, 1, 3)));
        assertThat(violation(
                        "0 write 1 @1..2",
                        "2 cas [1 2] @3..",
                        "0 cas [2 3] @5..6",
                        "0 cas [3 4] @7..8",
                        "1 read -> 1 @9..10"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2, 4)));
        assertThat(violation(
                        "0 write 1 @1..2",
                        "1 cas [1 2] @3..",
                        "2 cas [1 3] @3..",
                        "1 cas [2 5] @4..5",
                        "2 cas [3 6] @4..5",
                        "1 cas [5 7] @6..7"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2, 3, 4)));
    }

    @Test
    void refused_ones_are_placed_in_the_order_in_which_the_chains_can_be() {
        assertThat(linearizable(
                        "0 write 1 @1..8", "1 write 2 @2..3", "2 cas [1 5] -> REFUSED @2..2", "0 read -> 1 @9..10"))
                .isTrue();
        assertThat(linearizable(
                        "0 write 1 @1..5", "1 write 2 @5..9", "2 cas [1 9] -> REFUSED @5..5", "0 read -> 1 @8..9"))
                .isTrue();
        assertThat(linearizable(
                        "0 write 1 @1..5", "1 write 2 @5..5", "2 cas [1 9] -> REFUSED @5..5", "0 read -> 1 @8..9"))
                .isTrue();
    }
}
