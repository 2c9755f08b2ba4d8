package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where many thousand operations are open at once, an engine still looks at the clock, which here is the processor's time. */
class ManyOpenOperationsTest {
    private static final long SEED = 20261128;
    private static final long BUDGET_MILLIS = 500;
    /** For what is to be decided: on code that is not compiled yet an old processor took longer than the budget above. */
    private static final long DECISION_MILLIS = 4_000;

    /** What comes before the search: the history's own tables. */
    private static final double PREPARATION_MILLIS = 250;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Operation> operations = new ArrayList<>();

    @Test
    void different_pending_operations_of_a_set() {
        for (int value = 0; value < 10_000; value++) {
            add("add", Value.of(value), Value.NOTHING, 2L * value, Operation.NEVER);
            add("remove", Value.of(value), Value.NOTHING, 2L * value + 1, Operation.NEVER);
        }
        add("remove", Value.of(9_999), Value.NOTHING, 30_000, 30_001);

        decided("set", "exact");
    }

    @Test
    void open_pushes_of_a_stack() {
        int count = 20_000;
        List<Integer> order = new ArrayList<>();
        for (int value = 0; value < count; value++) {
            add("push", Value.of(value), Value.of("ok"), value, count + value);
            order.add(value);
        }
        Collections.shuffle(order, new Random(SEED));
        for (int i = 0; i < count; i++) {
            add("pop", Value.NOTHING, Value.of(order.get(i)), 3L * count + 2L * i, 3L * count + 2L * i + 1);
        }

        assertThat(decided("stack", "stack-nesting")).isNotInstanceOf(Finding.Violated.class);
    }

    @Test
    void values_that_pops_without_an_answer_took() {
        int count = 20_000;
        add("push", Value.of(0), Value.of("ok"), 0, 1);
        for (int i = 1; i < count; i++) {
            add("push", Value.of(i), Value.of("ok"), 10L * i, 10L * i + 1);
            add("push", Value.of(count + i), Value.of("ok"), 10L * i + 2, 10L * i + 3);
            add("pop", Value.NOTHING, Value.of(count + i), 10L * i + 4, 10L * i + 5);
        }
        for (int i = 1; i < count; i++) {
            add("pop", Value.NOTHING, Value.NOTHING, 10L * count + i, Operation.NEVER);
        }
        add("pop", Value.NOTHING, Value.of(0), 12L * count, 12L * count + 1);

        assertThat(decided("stack", "stack-nesting", DECISION_MILLIS)).isInstanceOf(Finding.Linearizable.class);
        operations.remove(operations.size() - 2);
        assertThat(decided("stack", "stack-nesting", DECISION_MILLIS)).isInstanceOf(Finding.Violated.class);
    }

    private void add(String function, Value argument, Value result, long invoke, long end) {
        Outcome outcome = end == Operation.NEVER ? Outcome.INFO : Outcome.OK;
        int index = operations.size();
        operations.add(new Operation(index, index, 0, function, "", argument, result, outcome, invoke, end));
    }

    private Finding decided(String model, String engine) {
        return decided(model, engine, BUDGET_MILLIS);
    }

    private Finding decided(String model, String engine, long budgetMillis) {
        List<Operation> numbered = new ArrayList<>();
        operations.forEach(each -> numbered.add(each.numbered(numbered.size())));
        KeyHistory key = KeyHistory.of("", Models.named(model), numbered, List.of());
        Timeline timeline = Findings.unbounded(key);
        long start = THREADS.getCurrentThreadCpuTime();
        Budget budget = new Budget(budgetMillis, THREADS::getCurrentThreadCpuTime);
        Finding finding = Engines.named(engine, key).decide(key, timeline, budget);
        double cpuMillis = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
        assertThat(cpuMillis).isLessThan(budgetMillis * 1.1 + PREPARATION_MILLIS);
        return finding;
    }
}
