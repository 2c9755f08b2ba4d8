package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static Sessions sessions(End end, PowerCut cut, String... lines) {
        History given = HistoryLines.of("register", lines);
        return Sessions.of(
                new History(HistoryHeader.of("lines", "register", 0), given.operations(), List.of(cut), true), end);
    }

    private static PowerCut cut(long earliest, long latest, long ready) {
        return new PowerCut(0, earliest, latest, ready, ready);
    }

    @Test
    void a_client_that_was_answered_goes_on_as_the_same_session() {
        Sessions sessions = sessions(
                End.LENIENT,
                cut(90, 90, 91),
                "0 write 1 @1..2",
                "1 write 2 @1..9",
                "0 read -> 1 @2..4",
                "0 read -> 1 @5..6");
        assertThat(sessions.session(0)).isEqualTo(sessions.session(2)).isEqualTo(sessions.session(3));
        assertThat(sessions.session(1)).isNotEqualTo(sessions.session(0));
        assertThat(sessions.next(0)).isEqualTo(2);
        assertThat(sessions.next(2)).isEqualTo(3);
        assertThat(sessions.next(3)).isEqualTo(Sessions.NONE);
        assertThat(sessions.nextInvokeNanos(0)).isEqualTo(2);
        assertThat(sessions.nextInvokeNanos(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(sessions.invokedDuringOutage()).isFalse();
    }

    @Test
    void one_that_gave_up_while_the_target_lived_goes_on_as_another() {
        Sessions sessions =
                sessions(End.LENIENT, cut(90, 90, 91), "0 write 1 @1..", "0 write 2 @5..6", "0 write 3 @7..8");
        assertThat(sessions.session(1)).isNotEqualTo(sessions.session(0));
        assertThat(sessions.session(2)).isEqualTo(sessions.session(1));
        assertThat(sessions.next(0)).isEqualTo(Sessions.NONE);
    }

    @Test
    void one_that_gave_up_after_the_last_cut_goes_on_as_another() {
        Sessions sessions = sessions(End.LENIENT, cut(1, 1, 2), "0 write 1 @3..", "0 write 2 @5..6");
        assertThat(sessions.session(1)).isNotEqualTo(sessions.session(0));
    }

    @Test
    void a_cut_between_the_two_keeps_them_together() {
        String[] lines = {"0 write 1 @1..", "0 write 2 @12..20"};
        Sessions patient = sessions(End.LENIENT, cut(10, 10, 12), lines);
        assertThat(patient.session(1)).isEqualTo(patient.session(0));
        assertThat(patient.next(0)).isEqualTo(1);
        assertThat(patient.invokedDuringOutage()).isFalse();
        Sessions hasty = sessions(End.LENIENT, cut(10, 10, 13), lines);
        assertThat(hasty.session(1)).isEqualTo(hasty.session(0));
        assertThat(hasty.invokedDuringOutage()).isTrue();
    }

    @Test
    void what_is_not_certain_about_the_cut_parts_sessions_at_the_lenient_end_only() {
        String[] lines = {"0 write 1 @1..", "0 write 2 @11..20"};
        Sessions lenient = sessions(End.LENIENT, cut(10, 12, 13), lines);
        Sessions strict = sessions(End.STRICT, cut(10, 12, 13), lines);
        assertThat(lenient.session(1)).isNotEqualTo(lenient.session(0));
        assertThat(strict.session(1)).isEqualTo(strict.session(0));
        Sessions atTheCrash = sessions(End.LENIENT, cut(10, 11, 13), lines);
        assertThat(atTheCrash.session(1)).isEqualTo(atTheCrash.session(0));
    }

    @Test
    void what_certainly_did_not_happen_is_no_invocation() {
        Sessions sessions =
                sessions(End.LENIENT, cut(10, 10, 12), "0 write 1 @1..", "0 write 2 @20..21 fail", "0 write 3 @30..31");
        assertThat(sessions.next(0)).isEqualTo(2);
        long[] returns = sessions.nextReturnNanos(index -> true);
        assertThat(returns[0]).isEqualTo(31);
        assertThat(returns[2]).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_next_return_is_of_the_same_session_and_object_and_answered_and_fits() {
        Sessions sessions = sessions(
                End.LENIENT,
                cut(10, 10, 12),
                "0 write 1 @1..",
                "0 x.write 2 @20..21",
                "0 write 3 @22..23",
                "0 write 4 @24..25",
                "0 write 5 @26..",
                "1 write 6 @27..28");
        assertThat(sessions.nextReturnNanos(index -> true))
                .containsExactly(23, Long.MAX_VALUE, 25, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(sessions.nextReturnNanos(index -> index != 2)[0]).isEqualTo(25);
    }
}
