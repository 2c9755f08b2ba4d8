package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
    private static final String[] LINES = {
        "0 write 1 @1..5",
        "1 write 2 @2..3 fail",
        "1 read @4..",
        "2 read -> 1 @6..7",
        "0 write 3 @6..",
        "1 write 4 @6..7"
    };

    private static void check(KeyHistory key) {
        assertThat(key.key()).isEqualTo("k");
        assertThat(key.model()).isEqualTo("register");
        assertThat(key.size()).isEqualTo(4);
        assertThat(List.of(key.index(0), key.index(1), key.index(2), key.index(3)))
                .containsExactly(0, 3, 4, 5);
        assertThat(key.operations()).extracting(Operation::index).containsExactly(0, 3, 4, 5);
        assertThat(key.operation(1).result()).hasToString("1");
        assertThat(key.calls()).hasSize(4).doesNotContain(Automaton.NO_CALL);
        assertThat(key.call(1)).isEqualTo(key.calls()[1]);
        assertThat(key.invokeNanos(0)).isEqualTo(1);
        assertThat(key.returnNanos(0)).isEqualTo(5);
        assertThat(key.returnNanos(2)).isEqualTo(Operation.NEVER);
        assertThat(key.mandatory(0)).isTrue();
        assertThat(key.mandatory(2)).isFalse();
        assertThat(key.anyPending()).isTrue();
        assertThat(key.byReturn()).containsExactly(0, 1, 3).isSameAs(key.byReturn());
    }

    @Test
    void leaves_out_what_did_not_happen_and_what_says_nothing() {
        History history = HistoryLines.of("register", LINES);
        check(KeyHistory.of("k", Models.named("register"), history.operations(), List.of()));
        check(KeyHistory.of("k", Models.named("register"), history.columns(), new int[] {0, 1, 2, 3, 4, 5}, List.of()));
        check(KeyHistory.of("k", Models.named("register"), history.operations(), List.of(), List.of()));
    }

    @Test
    void some_of_the_operations_keep_their_indices() {
        History history = HistoryLines.of("register", LINES);
        KeyHistory some = KeyHistory.of(
                "k", Models.named("register"), history.operations().subList(3, 6), List.of());
        assertThat(some.size()).isEqualTo(3);
        assertThat(some.index(0)).isEqualTo(3);
        assertThat(some.operation(2)).isEqualTo(history.operations().get(5));
        KeyHistory rows =
                KeyHistory.of("k", Models.named("register"), history.columns(), new int[] {0, 3, 5}, List.of());
        assertThat(rows.anyPending()).isFalse();
        assertThat(rows.index(2)).isEqualTo(5);
        assertThat(rows.invokeNanos(2)).isEqualTo(6);
    }

    @Test
    void states_tell_apart_what_other_operations_would_ask_for() {
        History history = HistoryLines.of("register", "0 write 1 @1..2", "0 write 2 @3..4");
        KeyHistory without = KeyHistory.of("k", Models.named("register"), history.operations(), List.of());
        KeyHistory with = KeyHistory.of(
                "k",
                Models.named("register"),
                history.operations(),
                List.of(),
                List.of(HistoryLines.operation("0 read -> 2 @5..6")));
        assertThat(with.size()).isEqualTo(2);
        assertThat(state(without, 0)).isEqualTo(state(without, 1));
        assertThat(state(with, 0)).isNotEqualTo(state(with, 1));
        assertThat(with.automaton().describe(state(with, 1))).isEqualTo("2");
    }

    private static int state(KeyHistory key, int position) {
        return key.automaton().step(key.automaton().initialState(), key.call(position));
    }
}
