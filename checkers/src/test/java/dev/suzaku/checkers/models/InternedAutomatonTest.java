package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InternedAutomatonTest {
    private static final long CELLS_MAX = Runtime.getRuntime().maxMemory() / 8 / Long.BYTES;
    private static final int CELLS_PER_STATE = 16;

    private int asked;

    /** Counts calls without an end; a state has so many cells. */
    private final class Steps extends InternedAutomaton<Integer, String> {
        private final int cells;

        Steps(int cells) {
            super(0, List.of(Walk.operation("go")), operation -> Optional.of(operation.function()));
            this.cells = cells;
        }

        @Override
        Optional<Integer> next(Integer state, String call) {
            asked++;
            return Optional.of(state + 1);
        }

        @Override
        boolean observes(String call) {
            return false;
        }

        @Override
        int cellsOf(Integer state) {
            return cells;
        }

        @Override
        String text(Integer state) {
            return "after " + state;
        }
    }

    @Test
    void a_step_is_taken_once_and_known_afterwards() {
        Steps steps = new Steps(1);
        int go = steps.call(Walk.operation("go"));
        int next = steps.step(0, go);
        assertThat(steps.step(0, go)).isEqualTo(next).isEqualTo(1);
        assertThat(asked).isEqualTo(1);
        assertThat(steps.step(next, go)).isEqualTo(2);
        assertThat(steps.describe(2)).isEqualTo("after 2");
        assertThat(steps.call(Walk.operation("stay")))
                .as("not one of its calls")
                .isEqualTo(Automaton.NO_CALL);
    }

    @Test
    void promises_what_holds_for_every_object() {
        Steps steps = new Steps(1);
        int go = steps.call(Walk.operation("go"));
        assertThat(steps.crashSensitive(go)).isFalse();
        assertThat(steps.blindLeavesNoTrace()).isTrue();
        assertThat(steps.blind(go)).isFalse();
        assertThat(steps.covers(go, go)).isTrue();
        assertThat(steps.callAfterCrash(go, 1)).isEqualTo(go);
        assertThat(steps.afterCrash(1)).isEqualTo(1);
    }

    /** The first state is counted before its size is known. */
    @Test
    void states_that_take_more_than_an_eighth_of_the_heap_are_too_many() {
        int cells = (int) ((CELLS_MAX - CELLS_PER_STATE) / 2) - CELLS_PER_STATE;
        Steps steps = new Steps(cells);
        int go = steps.call(Walk.operation("go"));
        assertThat(steps.step(steps.step(0, go), go)).isEqualTo(2);
        assertThatThrownBy(() -> steps.step(2, go))
                .isInstanceOf(StatesExhaustedException.class)
                .hasMessage("the model's 3 states need more than " + CELLS_MAX * Long.BYTES / (1 << 20) + " MB");
        Steps larger = new Steps(cells + 1);
        assertThat(larger.step(0, go)).isEqualTo(1);
        assertThatThrownBy(() -> larger.step(1, go)).hasMessageStartingWith("the model's 2 states");
    }
}
