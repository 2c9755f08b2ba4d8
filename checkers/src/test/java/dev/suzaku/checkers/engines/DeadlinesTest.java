package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The crash is between 10 and 12, the first reply between 20 and 23. */
class DeadlinesTest {
    private static final List<PowerCut> CUTS = List.of(new PowerCut(0, 10, 12, 20, 23));
    private static final long NEVER = Operation.NEVER;

    private static History history(List<PowerCut> cuts, String... lines) {
        History given = HistoryLines.of("register", lines);
        return new History(HistoryHeader.of("lines", "register", 0), given.operations(), cuts, true);
    }

    private static long at(Condition condition, End end, int index, String... lines) {
        return Deadlines.of(history(CUTS, lines)).at(condition, end).applyAsLong(index);
    }

    @Test
    void strict_bounds_by_the_crash_at_either_end_of_its_interval() {
        String[] lines = {"0 write 1 @9..", "1 write 2 @10..", "2 write 3 @11..", "3 write 4 @12.."};
        assertThat(at(Condition.STRICT, End.LENIENT, 0, lines)).isEqualTo(12);
        assertThat(at(Condition.STRICT, End.STRICT, 0, lines)).isEqualTo(10);
        assertThat(at(Condition.STRICT, End.LENIENT, 1, lines))
                .as("it may have been invoked after the crash")
                .isEqualTo(NEVER);
        assertThat(at(Condition.STRICT, End.STRICT, 1, lines)).isEqualTo(10);
        assertThat(at(Condition.STRICT, End.STRICT, 2, lines)).isEqualTo(10);
        assertThat(at(Condition.STRICT, End.STRICT, 3, lines)).isEqualTo(NEVER);
    }

    @Test
    void ready_bounded_bounds_by_the_first_reply() {
        String[] lines = {"0 write 1 @9..", "3 write 4 @12.."};
        assertThat(at(Condition.READY_BOUNDED, End.LENIENT, 0, lines)).isEqualTo(23);
        assertThat(at(Condition.READY_BOUNDED, End.STRICT, 0, lines)).isEqualTo(20);
        assertThat(at(Condition.READY_BOUNDED, End.STRICT, 1, lines)).isEqualTo(NEVER);
        Deadlines deadlines = Deadlines.of(history(CUTS, lines));
        assertThat(deadlines.afterReady(5, End.LENIENT).applyAsLong(0)).isEqualTo(28);
        assertThat(deadlines.afterReady(NEVER - 23, End.LENIENT).applyAsLong(0)).isEqualTo(NEVER);
        assertThat(deadlines.afterReady(NEVER - 22, End.LENIENT).applyAsLong(0)).isEqualTo(NEVER);
        assertThat(deadlines.afterReady(NEVER - 24, End.LENIENT).applyAsLong(0)).isEqualTo(NEVER - 1);
    }

    @Test
    void persistent_bounds_by_the_next_invocation_of_the_session_on_any_object() {
        String[] lines = {"0 write 1 @9..", "0 x.write 2 @30..31", "1 write 3 @9..10", "1 write 4 @40..41"};
        assertThat(at(Condition.PERSISTENT, End.LENIENT, 0, lines)).isEqualTo(30);
        assertThat(at(Condition.PERSISTENT, End.LENIENT, 1, lines))
                .as("it returned before the crash")
                .isEqualTo(NEVER);
        assertThat(at(Condition.PERSISTENT, End.LENIENT, 2, lines)).isEqualTo(NEVER);
    }

    @Test
    void persistent_does_not_bound_what_returned_before_the_crash_may_have_been() {
        String[] lines = {"0 write 1 @9..12", "0 write 2 @30..31", "1 write 3 @9..13", "1 write 4 @40..41"};
        assertThat(at(Condition.PERSISTENT, End.LENIENT, 0, lines)).isEqualTo(NEVER);
        assertThat(at(Condition.PERSISTENT, End.LENIENT, 1, lines)).isEqualTo(40);
        assertThat(at(Condition.PERSISTENT, End.STRICT, 0, lines)).isEqualTo(30);
    }

    @Test
    void transient_bounds_by_the_return_of_the_session_s_next_write_to_the_register() {
        String[] lines = {
            "0 write 1 @9..", "0 read -> 1 @24..25", "0 x.write 2 @26..27", "0 cas [7 8] -> REFUSED @28..29",
            "0 write 3 @30..31", "1 write 4 @9..", "1 cas [3 9] @32..33", "2 write 5 @9.."
        };
        assertThat(at(Condition.TRANSIENT, End.LENIENT, 0, lines)).isEqualTo(32);
        assertThat(at(Condition.TRANSIENT, End.LENIENT, 1, lines)).isEqualTo(34);
        assertThat(at(Condition.TRANSIENT, End.LENIENT, 2, lines)).isEqualTo(NEVER);
    }

    @Test
    void without_cuts_and_under_durable_nothing_is_bounded() {
        String[] lines = {"0 write 1 @9..", "0 write 2 @30..31"};
        for (Condition condition : List.of(Condition.RECOVERABLE, Condition.DURABLE)) {
            assertThat(at(condition, End.LENIENT, 0, lines)).isEqualTo(NEVER);
        }
        Deadlines none = Deadlines.of(history(List.of(), lines));
        assertThat(none.at(Condition.STRICT, End.STRICT).applyAsLong(0)).isEqualTo(NEVER);
        assertThatThrownBy(() -> at(Condition.BUFFERED_CUT, End.LENIENT, 0, lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buffered-cut is not a matter of deadlines");
    }

    @Test
    void the_first_cut_after_an_invocation_is_found_among_many() {
        List<PowerCut> cuts = List.of(
                new PowerCut(0, 10, 12, 13, 13), new PowerCut(1, 20, 22, 23, 23), new PowerCut(2, 30, 32, 33, 33));
        assertThat(Deadlines.cutWhileOpen(9, End.LENIENT, cuts)).isZero();
        assertThat(Deadlines.cutWhileOpen(10, End.LENIENT, cuts)).isEqualTo(1);
        assertThat(Deadlines.cutWhileOpen(19, End.LENIENT, cuts)).isEqualTo(1);
        assertThat(Deadlines.cutWhileOpen(29, End.LENIENT, cuts)).isEqualTo(2);
        assertThat(Deadlines.cutWhileOpen(30, End.LENIENT, cuts)).isEqualTo(3);
        assertThat(Deadlines.cutWhileOpen(11, End.STRICT, cuts)).isZero();
        assertThat(Deadlines.cutWhileOpen(12, End.STRICT, cuts)).isEqualTo(1);
        assertThat(Deadlines.cutWhileOpen(31, End.STRICT, cuts)).isEqualTo(2);
        assertThat(Deadlines.cutWhileOpen(32, End.STRICT, cuts)).isEqualTo(3);
    }

    @Test
    void a_window_is_known_to_a_microsecond_or_to_a_position() {
        History history = history(CUTS, "0 write 1 @1..2");
        assertThat(Deadlines.of(history).precisionNanos())
                .isEqualTo(history.header().timesArePositions() ? 1 : 1000);
    }
}
