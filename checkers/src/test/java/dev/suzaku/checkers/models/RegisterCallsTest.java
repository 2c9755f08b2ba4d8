package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterCallsTest {
    private static final long SEED = 20261125;

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register"})
    void rows_have_the_same_calls_as_the_operations_they_stand_for(String name) {
        Model model = Models.named(name);
        RandomHistories histories = new RandomHistories(SEED, name, 0.1);
        int calls = 0;
        for (int i = 0; i < 500; i++) {
            History history = histories.next(3, 8, 1);
            int[] rows = IntStream.range(0, history.operations().size()).toArray();
            ObjectCalls byRows = model.calls(history.columns(), rows, history.cuts());
            ObjectCalls byObjects =
                    ObjectCalls.of(model.automaton(history.operations(), history.cuts()), history.operations());
            assertThat(byRows.calls()).as("%s", history.operations()).isEqualTo(byObjects.calls());
            assertThat(outcomes(byRows)).isEqualTo(outcomes(byObjects));
            calls += IntStream.of(byRows.calls())
                    .filter(call -> call != Automaton.NO_CALL)
                    .count();
        }
        assertThat(calls).isGreaterThan(2000);
    }

    /** What each call does in each state, in words. */
    private static List<String> outcomes(ObjectCalls object) {
        Automaton automaton = object.automaton();
        return IntStream.of(object.calls())
                .filter(call -> call != Automaton.NO_CALL)
                .mapToObj(call -> {
                    int next = automaton.step(automaton.initialState(), call);
                    return call + " " + (next == Automaton.ILLEGAL ? "illegal" : automaton.describe(next)) + " "
                            + automaton.blind(call) + automaton.observer(call);
                })
                .toList();
    }

    @Test
    void whole_numbers_texts_and_large_numbers_are_values_of_their_own() {
        List<Value> values = List.of(
                Value.of(1), Value.of("1"), Value.of(Long.MAX_VALUE), Value.of(Long.MIN_VALUE), Value.sequence());
        RegisterValues numbers = new RegisterValues();
        assertThat(numbers.number(Value.NOTHING)).isEqualTo(RegisterValues.NOTHING);
        for (int i = 0; i < values.size(); i++) {
            assertThat(numbers.number(values.get(i))).isEqualTo(i + 1);
            assertThat(numbers.text(i + 1)).isEqualTo(values.get(i).toString());
        }
        History history = history(values.stream().map(RegisterCallsTest::write).toList());
        for (int row = 0; row < values.size(); row++) {
            int number = numbers.number(
                    history.columns().argument(row), history.columns().vocabulary());
            assertThat(number).isEqualTo(row + 1);
        }
    }

    @Test
    void a_function_that_a_register_has_not_is_an_error_that_names_the_operation() {
        History history = history(List.of(write(Value.of(1)), call("cas", Value.sequence(Value.of(1), Value.of(2)))));
        assertThatThrownBy(() -> Models.named("register").calls(history.columns(), new int[] {0, 1}, List.of()))
                .isInstanceOf(CheckException.class)
                .hasMessage("operation 1: model register has no function cas");
        History wrong = history(List.of(call("cas", Value.of(7))));
        assertThatThrownBy(() -> Models.named("cas-register").calls(wrong.columns(), new int[] {0}, List.of()))
                .isInstanceOf(CheckException.class)
                .hasMessage("operation 0: the argument of cas must be [old new], not 7");
    }

    private static History history(List<Operation> operations) {
        return new History(HistoryHeader.of("test", "register", 0), operations, List.of(), true);
    }

    private static Operation write(Value value) {
        return call("write", value);
    }

    private static Operation call(String function, Value argument) {
        return new Operation(0, 0, 0, function, "", argument, Value.NOTHING, Outcome.OK, 0, 1);
    }
}
