package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.engines.Findings.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueSweepEngineTest {
    private static final String UNDECIDED = "the sweep cannot tell what dequeues of unknown outcome took";

    private static Violation violation(String... lines) {
        return Findings.violation("queue-sweep", "queue", lines);
    }

    private static boolean linearizable(String... lines) {
        return Findings.linearizable("queue-sweep", "queue", lines);
    }

    @Test
    void a_value_comes_out_once_after_it_came_in() {
        assertThat(violation("0 dequeue -> 1 @1..2")).isEqualTo(new Violation(0, List.of(0)));
        assertThat(violation("0 dequeue -> 1 @1..2", "1 enqueue 1 @3..4")).isEqualTo(new Violation(0, List.of(1, 0)));
        assertThat(linearizable("0 dequeue -> 1 @1..3", "1 enqueue 1 @3..4")).isTrue();
        assertThat(violation("0 enqueue 1 @1..2", "0 dequeue -> 1 @3..4", "1 dequeue -> 1 @5..6"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
    }

    @Test
    void values_come_out_in_the_order_in_which_they_came_in() {
        assertThat(violation("0 enqueue 1 @1..2", "0 enqueue 2 @3..4", "0 dequeue -> 2 @5..6", "0 dequeue -> 1 @7..8"))
                .isEqualTo(new Violation(2, List.of(0, 3, 1, 2)));
        assertThat(violation("0 enqueue 1 @1..2", "0 enqueue 2 @3..4", "0 dequeue -> 2 @5..6"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
        assertThat(linearizable(
                        "0 enqueue 1 @1..3", "1 enqueue 2 @3..4", "0 dequeue -> 2 @5..6", "0 dequeue -> 1 @7..8"))
                .isTrue();
        assertThat(linearizable(
                        "0 enqueue 1 @1..2", "0 enqueue 2 @3..4", "0 dequeue -> 2 @5..7", "1 dequeue -> 1 @7..8"))
                .isTrue();
        assertThat(linearizable("0 enqueue 1 @1..", "1 enqueue 2 @3..4", "1 dequeue -> 2 @5..6"))
                .isTrue();
    }

    @Test
    void nothing_comes_out_only_where_nothing_is_certainly_in() {
        assertThat(violation("0 enqueue 1 @1..2", "0 dequeue -> nothing @3..4"))
                .isEqualTo(new Violation(1, List.of(0, 1)));
        assertThat(linearizable("0 enqueue 1 @1..3", "1 dequeue -> nothing @3..4"))
                .isTrue();
        assertThat(linearizable("0 enqueue 1 @1..2", "0 dequeue -> 1 @4..6", "1 dequeue -> nothing @3..4"))
                .isTrue();
        assertThat(violation("0 enqueue 1 @1..2", "0 dequeue -> 1 @5..6", "1 dequeue -> nothing @3..4"))
                .isEqualTo(new Violation(1, List.of(0, 2, 1)));
        assertThat(linearizable("0 dequeue -> nothing @1..2", "0 enqueue 1 @3..4"))
                .isTrue();
    }

    @Test
    void a_stretch_of_several_values_that_is_never_empty_is_named_by_those_that_fill_it() {
        String[] lines = {
            "0 enqueue 1 @1..2",
            "0 enqueue 2 @3..4",
            "0 dequeue -> 1 @5..6",
            "0 enqueue 3 @7..8",
            "1 dequeue -> nothing @5..9",
            "0 dequeue -> 2 @10..11",
            "0 dequeue -> 3 @12..13",
            "0 enqueue 4 @14..15",
            "0 dequeue -> 4 @16..17"
        };
        assertThat(violation(lines).certificate()).containsExactly(1, 5, 4, 6, 3);
    }

    @Test
    void a_dequeue_of_unknown_outcome_may_have_taken_what_is_missing() {
        assertThat(linearizable("0 enqueue 1 @1..2", "1 dequeue @3..", "0 dequeue -> nothing @5..6"))
                .isTrue();
        assertThat(linearizable("0 enqueue 1 @1..2", "0 enqueue 2 @3..4", "1 dequeue @5..", "0 dequeue -> 2 @6..7"))
                .isTrue();
        assertThat(violation(
                        "0 enqueue 1 @1..2",
                        "0 enqueue 2 @3..4",
                        "0 enqueue 3 @5..6",
                        "1 dequeue @7..",
                        "0 dequeue -> 3 @8..9"))
                .isEqualTo(new Violation(4, List.of()));
        assertThat(Findings.undecided(
                        "queue-sweep", "queue", "0 enqueue 1 @1..2", "0 dequeue -> nothing @3..4", "1 dequeue @5.."))
                .isEqualTo(UNDECIDED);
        assertThat(violation("0 enqueue 1 @1..2", "1 dequeue @3..", "0 enqueue 2 @4..5", "0 dequeue -> nothing @6..7"))
                .as("two values and one that may have taken one of them")
                .isEqualTo(new Violation(3, List.of()));
    }

    @Test
    void what_is_certain_without_those_of_unknown_outcome_has_a_certificate() {
        assertThat(violation(
                        "1 dequeue @1..",
                        "0 enqueue 1 @2..3",
                        "0 enqueue 2 @4..5",
                        "0 dequeue -> 2 @6..7",
                        "0 dequeue -> 1 @8..9"))
                .isEqualTo(new Violation(3, List.of(1, 4, 2, 3)));
    }

    @Test
    void a_pending_enqueue_happened_where_its_value_came_out() {
        assertThat(violation("0 enqueue 1 @1..2", "1 enqueue 2 @3..", "0 dequeue -> 2 @5..6"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
        assertThat(linearizable("1 enqueue 2 @1..", "0 dequeue -> nothing @3..4"))
                .isTrue();
    }

    @Test
    void a_value_that_comes_in_twice_is_not_for_the_sweep() {
        assertThatThrownBy(() -> linearizable("0 enqueue 1 @1..2", "0 enqueue 1 @3..4"))
                .isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> Findings.of("queue-sweep", "stack", "0 push 1 @1..2"))
                .isInstanceOf(CheckException.class);
    }

    @Test
    void values_that_came_in_first_are_taken_by_the_dequeues_that_were_invoked_first() {
        assertThat(linearizable(
                        "0 enqueue 1 @1..8",
                        "1 enqueue 2 @2..3",
                        "2 dequeue @4..",
                        "3 enqueue 3 @5..6",
                        "3 enqueue 4 @9..9",
                        "3 dequeue -> 3 @10..11",
                        "4 dequeue @12..",
                        "3 dequeue -> 4 @16..17"))
                .isTrue();
    }

    @Test
    void a_dequeue_that_a_crash_retired_cannot_have_taken_what_came_later() {
        String[] lines = {
            "0 dequeue @1..", "cut @3..4", "1 enqueue 1 @5..6", "1 enqueue 2 @7..8", "1 dequeue -> 2 @9..10"
        };
        assertThat(Findings.of("queue-sweep", "queue", Condition.STRICT, lines))
                .isEqualTo(new Finding.Undecided(UNDECIDED));
        assertThat(linearizable(lines)).isTrue();
    }

    @Test
    void a_value_is_compared_with_all_that_came_before_it_whenever_they_were_begun() {
        assertThat(violation(
                        "0 enqueue 1 @1..10",
                        "1 enqueue 2 @2..3",
                        "1 enqueue 3 @4..5",
                        "0 dequeue -> 3 @11..12",
                        "0 dequeue -> 2 @13..14",
                        "0 dequeue -> 1 @15..16"))
                .isEqualTo(new Violation(3, List.of(1, 4, 2, 3)));
        assertThat(violation(
                        "0 enqueue 1 @1..2",
                        "1 enqueue 2 @1..3",
                        "1 enqueue 3 @5..6",
                        "0 dequeue -> 2 @7..8",
                        "0 dequeue -> 3 @9..10",
                        "0 dequeue -> 1 @11..12"))
                .isEqualTo(new Violation(4, List.of(0, 5, 2, 4)));
    }
}
