package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long histories with one violation in the middle: little is left of them. */
class CounterexampleSizeTest {
    private static final int VALUES = 500;

    @Test
    void a_value_that_overtook_another_in_a_queue_leaves_a_cycle_of_four_operations() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            add(operations, "enqueue", Value.of(i), Value.of("done"));
            int out = i == 250 ? 251 : i == 251 ? 250 : i;
            if (i > 0) {
                add(operations, "dequeue", Value.NOTHING, Value.of(out - (i == 250 || i == 251 ? 0 : 1)));
            }
        }
        Counterexample found = find("queue", operations, List.of());

        assertThat(found.operations()).as(found.summary()).hasSizeLessThan(5);
        assertThat(found.summary().lines().count()).isLessThan(15);
    }

    @Test
    void an_element_that_came_back_leaves_only_what_asked_about_it() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            add(operations, "add", Value.of(i), Value.of("done"));
        }
        add(operations, "read", Value.NOTHING, new Value.Sequence(List.of()));

        Counterexample found = find("set", operations, List.of());

        assertThat(found.operations()).as(found.summary()).hasSize(2);
    }

    @Test
    void a_write_that_a_cut_lost_is_shown_with_the_write_that_came_back() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            add(operations, "write", Value.of(i), Value.of("done"));
            add(operations, "read", Value.NOTHING, Value.of(i));
        }
        long crash = 10L * operations.size() - 1;
        add(operations, "read", Value.NOTHING, Value.of(VALUES - 2));
        add(operations, "read", Value.NOTHING, Value.of(VALUES - 2));

        Counterexample found = find("register", operations, List.of(new PowerCut(0, crash, crash, crash, crash)));

        assertThat(found.operations().stream().map(Operation::index).toList())
                .as(found.summary())
                .containsExactly(2 * VALUES - 4, 2 * VALUES - 2, 2 * VALUES - 1, 2 * VALUES + 1);
        assertThat(found.expected()).containsExactly(Integer.toString(VALUES - 1));
        assertThat(found.certificate().kind()).isEqualTo(Certificate.Kind.ZONE_PAIR);
        assertThat(found.explained())
                .contains(new Counterexample.Explained(
                        2 * VALUES, 2 * VALUES + 2, operations.get(2 * VALUES).returnNanos()));
    }

    @Test
    void the_time_for_the_explanation_is_part_of_the_budget_and_not_of_the_measured_time() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 10 * VALUES; i++) {
            add(operations, "push", Value.of(i % 7), Value.of("done"));
            add(operations, "pop", Value.NOTHING, Value.of(i % 7));
        }
        add(operations, "pop", Value.NOTHING, Value.of(3));
        long budgetMillis = 10_000;
        CheckRequest request = new CheckRequest("stack", List.of(Condition.DURABLE), budgetMillis, "auto", false);
        long start = System.nanoTime();
        Verdict verdict = new HistoryChecker().check(history("stack", operations, List.of()), request);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(verdict.counterexample()).isPresent();
        assertThat(millis).isLessThan(2 * budgetMillis);
        assertThat(verdict.elapsedMillis()).isLessThanOrEqualTo(millis);
    }

    private static Counterexample find(String model, List<Operation> operations, List<PowerCut> cuts) {
        CheckRequest request = new CheckRequest(model, List.of(Condition.DURABLE), 10_000, "auto", false);
        return new HistoryChecker()
                .check(history(model, operations, cuts), request)
                .counterexample()
                .orElseThrow();
    }

    private static History history(String model, List<Operation> operations, List<PowerCut> cuts) {
        return new History(HistoryHeader.of("made up", model, 0), operations, cuts, true);
    }

    private static void add(List<Operation> operations, String function, Value argument, Value result) {
        long invoke = 10L * operations.size();
        operations.add(new Operation(
                operations.size(), 0, 0, function, "k", argument, result, Outcome.OK, invoke, invoke + 5));
    }
}
