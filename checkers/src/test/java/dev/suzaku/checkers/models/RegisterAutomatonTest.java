package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The register and its growing variant, which gives every value a state. */
class RegisterAutomatonTest {
    private static final String[] CALLS = {
        "write 1",
        "write 2",
        "write 7",
        "read -> 1",
        "read -> nothing",
        "cas [1 2]",
        "cas [1 7]",
        "cas [2 1] -> REFUSED"
    };

    private static Automaton automaton(boolean growing) {
        Automaton automaton = new Walk("cas-register", CALLS).automaton();
        return growing ? GrowingRegister.of(Models.named("cas-register")) : automaton;
    }

    private static int walk(Automaton automaton, String... calls) {
        int state = automaton.initialState();
        for (String call : calls) {
            state = state == Automaton.ILLEGAL ? state : automaton.step(state, number(automaton, call));
        }
        return state;
    }

    private static int number(Automaton automaton, String call) {
        return automaton.call(Walk.operation(call));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_read_is_what_was_written_last(boolean growing) {
        Automaton automaton = automaton(growing);
        assertThat(automaton.describe(walk(automaton))).isEqualTo("nothing");
        assertThat(automaton.describe(walk(automaton, "write 1"))).isEqualTo("1");
        assertThat(walk(automaton, "read -> nothing")).isEqualTo(automaton.initialState());
        assertThat(walk(automaton, "read -> 1")).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(automaton, "write 1", "read -> 1")).isEqualTo(walk(automaton, "write 1"));
        assertThat(walk(automaton, "write 1", "write 2", "read -> 1")).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(automaton, "write 1", "read -> nothing")).isEqualTo(Automaton.ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_compare_and_set_needs_its_value_and_a_refused_one_must_not_find_it(boolean growing) {
        Automaton automaton = automaton(growing);
        assertThat(walk(automaton, "cas [1 2]")).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(automaton, "write 1", "cas [1 2]")).isEqualTo(walk(automaton, "write 2"));
        assertThat(walk(automaton, "write 2", "cas [2 1] -> REFUSED")).isEqualTo(Automaton.ILLEGAL);
        assertThat(walk(automaton, "write 1", "cas [2 1] -> REFUSED")).isEqualTo(walk(automaton, "write 1"));
        assertThat(walk(automaton, "cas [2 1] -> REFUSED")).isEqualTo(automaton.initialState());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void engines_are_told_which_calls_write_blindly_only_ask_and_stand_for_others(boolean growing) {
        Automaton automaton = automaton(growing);
        int write1 = number(automaton, "write 1");
        int write2 = number(automaton, "write 2");
        int read1 = number(automaton, "read -> 1");
        int swap12 = number(automaton, "cas [1 2]");
        int swap17 = number(automaton, "cas [1 7]");
        int refused = number(automaton, "cas [2 1] -> REFUSED");
        assertThat(automaton.blind(write1)).isTrue();
        assertThat(automaton.blind(read1)).isFalse();
        assertThat(automaton.blind(swap12)).isFalse();
        assertThat(automaton.blind(refused)).isFalse();
        assertThat(automaton.observer(write1)).isFalse();
        assertThat(automaton.observer(read1)).isTrue();
        assertThat(automaton.observer(swap12)).isFalse();
        assertThat(automaton.observer(refused)).isTrue();
        int one = walk(automaton, "write 1");
        int two = walk(automaton, "write 2");
        assertThat(automaton.eager(one, read1)).isTrue();
        assertThat(automaton.eager(two, read1)).isFalse();
        assertThat(automaton.eager(one, refused)).isTrue();
        assertThat(automaton.eager(two, refused)).isFalse();
        assertThat(automaton.eager(one, write1)).isFalse();
        assertThat(automaton.eager(one, swap12)).isFalse();
        assertThat(automaton.covers(write2, swap12)).isTrue();
        assertThat(automaton.covers(swap12, swap12)).isTrue();
        assertThat(automaton.covers(swap12, write2)).isFalse();
        assertThat(automaton.covers(write1, swap12)).isFalse();
        assertThat(automaton.covers(write1, swap17)).isFalse();
        assertThat(automaton.covers(write1, write2)).isFalse();
        assertThat(automaton.covers(write1, read1)).isFalse();
        assertThat(automaton.covers(write1, refused)).isFalse();
        assertThat(automaton.covers(read1, refused)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_crash_changes_nothing(boolean growing) {
        Automaton automaton = automaton(growing);
        int write = number(automaton, "write 1");
        int state = walk(automaton, "write 1");
        assertThat(automaton.crashSensitive(write)).isFalse();
        assertThat(automaton.callAfterCrash(write, 1)).isEqualTo(write);
        assertThat(automaton.afterCrash(state)).isEqualTo(state);
        assertThat(automaton.blindLeavesNoTrace()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void zones_are_told_the_numbers_of_values(boolean growing) {
        Automaton automaton = automaton(growing);
        for (String call : CALLS) {
            number(automaton, call);
        }
        ReadsAndWrites register = (ReadsAndWrites) automaton;
        int one = register.valueWritten(number(automaton, "write 1"));
        assertThat(one).isPositive();
        assertThat(register.values()).isEqualTo(4);
        assertThat(register.valueRead(number(automaton, "read -> 1"))).isEqualTo(one);
        assertThat(register.valueRead(number(automaton, "read -> nothing"))).isZero();
        assertThat(register.valueRead(number(automaton, "write 1"))).isEqualTo(ReadsAndWrites.NO_VALUE);
        assertThat(register.valueRead(number(automaton, "cas [1 2]"))).isEqualTo(ReadsAndWrites.NO_VALUE);
        assertThat(register.valueWritten(number(automaton, "read -> 1"))).isEqualTo(ReadsAndWrites.NO_VALUE);
        assertThat(register.valueWritten(number(automaton, "cas [1 2]"))).isEqualTo(ReadsAndWrites.NO_VALUE);
    }

    @Test
    void values_that_nothing_asks_about_are_one_state() {
        Walk register =
                new Walk("cas-register", "write 1", "write 7", "write 8", "cas [1 9]", "cas [1 2]", "read -> 2");
        assertThat(register.state("write 7")).isEqualTo(register.state("write 8"));
        assertThat(register.state("write 1")).isNotEqualTo(register.state("write 7"));
        assertThat(register.after("write 7")).isEqualTo("a value that nobody asked for");
        assertThat(register.state("write 1", "cas [1 9]")).isEqualTo(register.state("write 7"));
        assertThat(register.legal("write 1", "cas [1 2]", "read -> 2")).isTrue();
        assertThat(register.legal("write 1", "cas [1 9]", "read -> 2")).isFalse();
        assertThat(register.call("cas [7 8]")).as("not one of its calls").isEqualTo(Automaton.NO_CALL);
    }

    @Test
    void chains_are_told_what_a_compare_and_set_replaced_left_and_missed() {
        RegisterAutomaton register = (RegisterAutomaton) automaton(false);
        int one = register.valueRead(number(register, "read -> 1"));
        int two = register.valueWritten(number(register, "write 2"));
        int swap = number(register, "cas [1 2]");
        int refused = number(register, "cas [2 1] -> REFUSED");
        assertThat(register.valueReplaced(swap)).isEqualTo(one);
        assertThat(register.valueLeft(swap)).isEqualTo(two);
        assertThat(register.valueMissed(swap)).isEqualTo(RegisterAutomaton.NO_VALUE);
        assertThat(register.valueReplaced(refused)).isEqualTo(RegisterAutomaton.NO_VALUE);
        assertThat(register.valueLeft(refused)).isEqualTo(RegisterAutomaton.NO_VALUE);
        assertThat(register.valueMissed(refused)).isEqualTo(two);
        assertThat(register.valueLeft(number(register, "write 2"))).isEqualTo(two);
        assertThat(register.valueLeft(number(register, "read -> 1"))).isEqualTo(RegisterAutomaton.NO_VALUE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void any_number_of_calls_keep_their_numbers(boolean growing) {
        RegisterCalls calls = growing ? RegisterCalls.growing(true) : new RegisterCalls(true);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            numbers.add(calls.call(Walk.operation("write " + i)));
            numbers.add(calls.call(Walk.operation("cas [0 " + i + "]")));
        }
        assertThat(numbers).doesNotHaveDuplicates();
        for (int i = 0; i < 40; i++) {
            int write = numbers.get(2 * i);
            int swap = numbers.get(2 * i + 1);
            assertThat(calls.call(Walk.operation("write " + i))).isEqualTo(write);
            assertThat(calls.call(Walk.operation("cas [0 " + i + "]"))).isEqualTo(swap);
            assertThat(calls.kind(write)).isEqualTo(RegisterCalls.Kind.WRITE);
            assertThat(calls.kind(swap)).isEqualTo(RegisterCalls.Kind.CAS);
            assertThat(calls.values().text(calls.first(write))).isEqualTo(Integer.toString(i));
            assertThat(calls.values().text(calls.first(swap))).isEqualTo("0");
            assertThat(calls.values().text(calls.second(swap))).isEqualTo(Integer.toString(i));
        }
        assertThat(calls.size()).isEqualTo(growing ? 40 : 80);
    }

    @Test
    void only_registers_grow() {
        for (String name : List.of("register", "cas-register")) {
            Model model = Models.named(name);
            assertThat(GrowingRegister.isFor(model)).isTrue();
            assertThat(GrowingRegister.of(model).name()).isEqualTo(name);
        }
        assertThat(GrowingRegister.isFor(Models.named("queue"))).isFalse();
        assertThatThrownBy(() -> GrowingRegister.of(Models.named("queue")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model queue cannot grow");
    }

    @Test
    void a_growing_register_numbers_the_calls_of_rows_and_of_operations_alike() {
        History history = HistoryLines.of("cas-register", "0 write 1 @1..2", "0 cas [1 2] @3..4", "0 read -> 2 @5..6");
        GrowingRegister register = GrowingRegister.of(Models.named("cas-register"));
        ObjectCalls calls = register.calls(history.columns(), new int[] {0, 2, 1}, List.of());
        assertThat(calls.automaton()).isSameAs(register);
        assertThat(calls.calls())
                .containsExactly(
                        register.call(history.operations().get(0)),
                        register.call(history.operations().get(2)),
                        register.call(history.operations().get(1)));
        GrowingRegister other = GrowingRegister.of(Models.named("cas-register"));
        assertThat(other.automaton(history.operations(), List.of())).isSameAs(other);
        assertThat(other.values()).isEqualTo(3);
    }
}
