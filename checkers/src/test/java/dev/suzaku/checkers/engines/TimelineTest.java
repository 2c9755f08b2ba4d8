package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    /** The events: ( for an invocation and ) for an end, with the position, and * for a crash. */
    private static String events(Timeline timeline) {
        List<String> events = new ArrayList<>();
        for (int rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            events.add(position == Timeline.CRASH ? "*" : timeline.invokes(rank) ? "(" + position : position + ")");
        }
        return String.join(" ", events);
    }

    private static Timeline timeline(Condition condition, String... lines) {
        return Findings.timeline(Findings.key("register", lines), "register", condition, lines);
    }

    private static String events(Condition condition, String... lines) {
        return events(timeline(condition, lines));
    }

    @Test
    void at_one_instant_a_crash_comes_before_invocations_and_those_before_returns() {
        assertThat(events(Condition.DURABLE, "0 write 1 @1..5", "1 write 2 @5..5", "cut @5..5", "2 write 3 @5..6"))
                .isEqualTo("(0 * (1 (2 0) 1) 2)");
    }

    @Test
    void at_one_instant_an_end_by_a_deadline_comes_before_the_crash() {
        assertThat(events(Condition.STRICT, "0 write 1 @1..", "cut @5..6", "1 write 2 @5..7"))
                .isEqualTo("(0 0) * (1 1)");
        assertThat(events(Condition.READY_BOUNDED, "0 write 1 @1..", "cut @5..6", "1 write 2 @6..6"))
                .isEqualTo("(0 * 0) (1 1)");
    }

    @Test
    void an_answered_operation_that_was_open_at_the_crash_is_clipped_to_it() {
        assertThat(events(Condition.STRICT, "0 write 1 @1..9", "cut @5..6", "1 write 2 @7..8"))
                .isEqualTo("(0 0) * (1 1)");
        assertThat(events(Condition.STRICT, "0 write 1 @1..4", "cut @5..6")).isEqualTo("(0 0) *");
        assertThat(events(Condition.STRICT, "0 write 1 @1..5", "cut @5..6")).isEqualTo("(0 * 0)");
        assertThat(events(Condition.DURABLE, "0 write 1 @1..9", "cut @5..6", "1 write 2 @7..8"))
                .isEqualTo("(0 * (1 1) 0)");
    }

    @Test
    void what_was_retired_before_it_could_take_effect_is_left_out() {
        String[] lines = {"0 write 1 @5..", "cut @5..7", "0 write 2 @5..", "cut @8..9", "1 write 3 @10..11"};
        Timeline timeline = timeline(Condition.PERSISTENT, lines);
        assertThat(timeline.leftOut(0)).isFalse();
        assertThat(timeline.leftOut(2)).isFalse();
        assertThat(timeline.invokeRank(0)).isEqualTo(1);
        Timeline bounded = Timeline.of(
                Findings.key("register", lines),
                HistoryLines.of("register", lines).cuts(),
                i -> 0);
        assertThat(bounded.leftOut(0)).isTrue();
        assertThat(bounded.invokeRank(0)).isEqualTo(Timeline.NEVER);
        assertThat(bounded.endRank(0)).isEqualTo(Timeline.NEVER);
        assertThat(bounded.leftOut(2)).isFalse();
    }

    @Test
    void counts_what_is_open_at_once_what_never_ends_and_crashes() {
        Timeline timeline = timeline(
                Condition.DURABLE,
                "0 write 1 @1..2",
                "0 write 2 @3..",
                "1 write 3 @4..8",
                "2 write 4 @4..8",
                "cut @5..6",
                "cut @9..10");
        assertThat(timeline.openMax()).isEqualTo(3);
        assertThat(timeline.neverEnding()).isEqualTo(1);
        assertThat(timeline.crashes()).isEqualTo(2);
        assertThat(timeline.length()).isEqualTo(9);
        assertThat(timeline.endRank(1)).isEqualTo(Timeline.NEVER);
        assertThat(timeline.invokeRank(1)).isEqualTo(2);
        assertThat(timeline.endRank(0)).isEqualTo(1);
    }

    @Test
    void deadlines_that_come_out_of_order_are_sorted() {
        String[] lines = {
            "0 write 1 @1..",
            "1 write 2 @2..",
            "2 write 3 @3..",
            "cut @4..5",
            "1 write 4 @6..7",
            "2 write 5 @8..9",
            "0 write 6 @10..11"
        };
        assertThat(events(Condition.PERSISTENT, lines)).isEqualTo("(0 (1 (2 * 1) (3 3) 2) (4 4) 0) (5 5)");
        assertThat(timeline(Condition.PERSISTENT, lines).lastNanos()).containsExactly(9, 5, 7, 7, 9, 11);
    }

    @Test
    void the_last_instant_of_an_operation_is_its_return_unless_a_deadline_comes_before() {
        String[] lines = {"0 write 1 @1..9", "1 write 2 @2..3", "2 write 3 @4..", "cut @5..6", "3 write 4 @7..8"};
        assertThat(timeline(Condition.STRICT, lines).lastNanos()).containsExactly(4, 3, 4, 8);
        assertThat(timeline(Condition.READY_BOUNDED, lines).lastNanos()).containsExactly(5, 3, 5, 8);
        assertThat(timeline(Condition.DURABLE, lines).lastNanos()).containsExactly(9, 3, Long.MAX_VALUE, 8);
    }

    @Test
    void timelines_with_the_same_ends_are_equivalent() {
        String[] lines = {"0 write 1 @1..", "cut @5..5", "1 write 2 @7..8"};
        assertThat(timeline(Condition.STRICT, lines).equivalent(timeline(Condition.READY_BOUNDED, lines)))
                .isTrue();
        assertThat(timeline(Condition.STRICT, lines).equivalent(timeline(Condition.DURABLE, lines)))
                .isFalse();
        String[] later = {"0 write 1 @1..", "cut @5..6", "1 write 2 @7..8"};
        assertThat(timeline(Condition.STRICT, later).equivalent(timeline(Condition.READY_BOUNDED, later)))
                .isFalse();
    }

    @Test
    void a_pending_operation_ends_with_the_next_one_of_its_session_where_sessions_have_an_order() {
        String[] lines = {"0 write 1 @1..", "1 write 2 @2..", "cut @3..4", "0 write 3 @5..6", "2 write 4 @7..8"};
        KeyHistory key = Findings.key("register", lines);
        int[] sessions = {0, 1, 0, 2};
        Timeline without = Findings.timeline(key, "register", Condition.RECOVERABLE, lines);
        Timeline timeline = without.withSessionOrder(key, index -> sessions[index]);
        assertThat(events(timeline)).isEqualTo("(0 (1 * (2 2) 0) (3 3)");
        assertThat(timeline.hasSessionOrder()).isTrue();
        assertThat(timeline.boundBySession(0)).isTrue();
        assertThat(timeline.boundBySession(1)).isFalse();
        assertThat(timeline.session(2)).isEqualTo(0);
        assertThat(timeline.session(3)).isEqualTo(2);
        assertThat(timeline.equivalent(without)).isFalse();
        assertThat(without.hasSessionOrder()).isFalse();
        assertThat(without.withSessionOrder(key, index -> index)).isSameAs(without);
    }

    @Test
    void of_several_pending_operations_of_a_session_all_end_with_the_next_answered_one() {
        String[] lines = {
            "0 write 1 @1..", "cut @2..2", "0 write 2 @3..", "cut @4..4", "0 write 3 @5..6", "0 write 4 @7.."
        };
        KeyHistory key = Findings.key("register", lines);
        Timeline timeline =
                Findings.timeline(key, "register", Condition.RECOVERABLE, lines).withSessionOrder(key, index -> 0);
        assertThat(events(timeline)).isEqualTo("(0 * (1 * (2 2) 1) 0) (3");
        assertThat(timeline.boundBySession(0)).isTrue();
        assertThat(timeline.boundBySession(1)).isTrue();
        assertThat(timeline.boundBySession(3)).isTrue();
        assertThat(timeline.neverEnding()).isEqualTo(1);
    }

    @Test
    void only_what_may_have_been_open_at_a_cut_is_asked_for_its_deadline() {
        List<PowerCut> cuts = List.of(new PowerCut(0, 10, 12, 13, 13), new PowerCut(1, 30, 30, 31, 31));
        String[] lines = {
            "0 write 1 @1..9",
            "1 write 2 @2..10",
            "2 write 3 @12..13",
            "3 write 4 @13..14",
            "4 write 5 @15..",
            "5 write 6 @31.."
        };
        List<Integer> asked = new ArrayList<>();
        KeyHistory key = Findings.key("register", lines);
        Timeline timeline = Timeline.of(key, cuts, index -> {
            asked.add(index);
            return Long.MAX_VALUE;
        });
        assertThat(events(timeline)).isEqualTo("(0 (1 0) 1) * (2 (3 2) 3) (4 * (5");
        assertThat(asked).containsExactly(1, 2, 4);
    }

    @Test
    void any_number_of_operations_may_be_bounded() {
        List<String> lines = new ArrayList<>(List.of("cut @100..101"));
        for (int i = 0; i < 40; i++) {
            lines.add(i + " write " + i + " @" + (i + 1) + ".." + (200 + i));
        }
        for (int i = 0; i < 9; i++) {
            lines.add((60 + i) + " write " + (60 + i) + " @99..300");
        }
        String[] all = lines.toArray(String[]::new);
        Timeline timeline = timeline(Condition.STRICT, all);
        assertThat(timeline.openMax()).isEqualTo(49);
        assertThat(timeline.position(98)).isEqualTo(Timeline.CRASH);
        KeyHistory key = Findings.key("register", all);
        Timeline instants = Timeline.of(key, HistoryLines.of("register", all).cuts(), index -> index < 40 ? 1000 : 99);
        assertThat(instants.lastNanos()[48]).isEqualTo(99);
        assertThat(instants.lastNanos()[39]).isEqualTo(239);
        assertThat(instants.endRank(48)).isEqualTo(40 + 9 + 8);
        assertThat(instants.position(58)).isEqualTo(Timeline.CRASH);
    }
}
