package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.History;
import org.junit.jupiter.api.Test;

/** What tokens do to the states of one memcached key, over crashes and within an epoch. */
class KvTokenStatesTest {
    private History history;
    private Automaton automaton;

    private void given(String... lines) {
        history = HistoryLines.of("kv", lines);
        automaton = Models.named("kv").automaton(history.operations(), history.cuts());
    }

    private int call(int index) {
        return automaton.call(history.operations().get(index));
    }

    private int walk(int state, int... indices) {
        int after = state;
        for (int index : indices) {
            after = after == Automaton.ILLEGAL ? after : automaton.step(after, call(index));
        }
        return after;
    }

    @Test
    void a_value_that_was_made_once_tells_its_token() {
        given(
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "1 cas [b 7] -> EXISTS @5..6",
                "1 cas [b 8] -> EXISTS @7..8",
                "1 cas [c 8] -> STORED @9..10");
        int a = walk(automaton.initialState(), 0);
        assertThat(walk(a, 1)).as("the token is known already").isEqualTo(a);
        assertThat(walk(a, 2)).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(a, 3)).isEqualTo(a);
        assertThat(walk(a, 4)).isEqualTo(Automaton.ILLEGAL);
    }

    @Test
    void a_crash_makes_all_tokens_new() {
        given(
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "cut @5..6",
                "0 gets -> [a 9] @7..8",
                "1 cas [b 7] -> STORED @9..10");
        int a = walk(automaton.initialState(), 0, 1);
        assertThat(walk(a, 2)).isEqualTo(Automaton.ILLEGAL);
        int after = automaton.afterCrash(a);
        assertThat(after).isNotEqualTo(a);
        assertThat(walk(after, 2)).isNotEqualTo(Automaton.ILLEGAL);
        assertThat(walk(after, 1)).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(after, 3)).as("the token of that epoch is 9").isEqualTo(Automaton.ILLEGAL);
        assertThat(automaton.afterCrash(after)).isNotEqualTo(after);
    }

    @Test
    void a_pending_cas_whose_token_nothing_else_can_name_any_more_is_like_all_such() {
        given(
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "1 cas [b 7] @3..",
                "2 cas [b 8] @3..",
                "cut @5..6",
                "cut @15..16");
        assertThat(automaton.callAfterCrash(call(2), 0)).isEqualTo(call(2));
        int changed = automaton.callAfterCrash(call(2), 1);
        assertThat(changed).isNotEqualTo(call(2));
        assertThat(automaton.callAfterCrash(call(3), 1)).isEqualTo(changed);
        assertThat(automaton.callAfterCrash(call(0), 1)).isEqualTo(call(0));
        int present = automaton.afterCrash(walk(automaton.initialState(), 0));
        assertThat(automaton.describe(automaton.step(present, changed))).isEqualTo("a value that nobody read");
    }

    @Test
    void a_token_that_may_still_be_named_keeps_its_cas_apart() {
        given(
                "0 gets -> [a 7] @3..5",
                "1 cas [b 7] @3..",
                "2 cas [b 8] @3..",
                "3 cas [c 8] @3..",
                "cut @5..6",
                "cut @9..9");
        assertThat(automaton.callAfterCrash(call(1), 1))
                .as("its token was answered at the crash")
                .isEqualTo(call(1));
        assertThat(automaton.callAfterCrash(call(1), 2)).isNotEqualTo(call(1));
        assertThat(automaton.callAfterCrash(call(2), 1)).as("two pending ones").isEqualTo(call(2));
    }

    @Test
    void only_tokens_that_are_named_again_are_remembered() {
        given(
                "0 set a -> STORED @1..2",
                "0 set a -> STORED @3..4",
                "0 gets -> [a 7] @5..6",
                "0 gets -> [a 8] @7..8",
                "1 gets -> [a 8] @9..10",
                "1 cas [b 9] -> EXISTS @11..12",
                "1 cas [b 8] -> EXISTS @13..14");
        int a = walk(automaton.initialState(), 0);
        assertThat(walk(a, 2, 0)).as("7 is named once").isEqualTo(a);
        assertThat(walk(a, 3, 0)).as("8 is named more often").isNotEqualTo(a);
        assertThat(walk(a, 3, 0, 4)).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(a, 2, 0, 3)).isNotEqualTo(Automaton.ILLEGAL);
        assertThat(walk(a, 5)).isEqualTo(a);
        int not8 = walk(a, 6);
        assertThat(not8).isNotEqualTo(a).isNotEqualTo(Automaton.ILLEGAL);
        assertThat(walk(not8, 3)).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(not8, 2)).isNotEqualTo(Automaton.ILLEGAL);
        assertThat(walk(not8, 6)).as("it is known already").isEqualTo(not8);
        assertThat(walk(a, 3, 6)).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(a, 2, 6)).isEqualTo(walk(a, 2));
    }

    @Test
    void a_token_that_belongs_to_another_value_is_not_this_one_s() {
        given(
                "0 set a -> STORED @1..2",
                "0 set a -> STORED @3..4",
                "0 set b -> STORED @3..4",
                "0 gets -> [b 7] @5..6",
                "0 get -> a @7..8",
                "1 cas [c 7] -> EXISTS @9..10",
                "1 cas [c 7] -> STORED @11..12");
        int a = walk(automaton.initialState(), 0);
        assertThat(walk(a, 5)).isEqualTo(a);
        assertThat(walk(a, 6)).isEqualTo(Automaton.ILLEGAL);
    }
}
