package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StackNestingEngineTest {
    private static final int OPERATIONS = 20_000;

    @Test
    void a_long_history_of_a_real_stack_is_linearizable() {
        assertThat(decide(stackHistory(20261130))).isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void two_values_in_the_wrong_order_are_found_among_many_and_shown_with_little_else() {
        List<Operation> operations = stackHistory(20261131);
        int first = popAfter(operations, OPERATIONS / 2);
        int second = popAfter(operations, first + 40);
        List<Operation> swapped = new ArrayList<>(operations);
        swapped.set(
                first, answered(operations.get(first), operations.get(second).result()));
        swapped.set(
                second, answered(operations.get(second), operations.get(first).result()));

        assertThat(decide(swapped))
                .isInstanceOfSatisfying(
                        Finding.Violated.class,
                        violated -> assertThat(violated.certificate())
                                .hasSizeBetween(2, 12)
                                .contains(violated.position()));
    }

    @Test
    void what_lies_above_a_popped_value_was_popped_before_by_somebody_unknown() {
        Operation below = push(0, 1, 0, 1);
        Operation above = push(1, 2, 2, 3);
        Operation unknown = operation(2, "pop", Value.NOTHING, Value.NOTHING, 4, Operation.NEVER);
        Operation lowest = operation(3, "pop", Value.NOTHING, Value.of(1), 5, 6);
        Operation tooLate = operation(3, "pop", Value.NOTHING, Value.NOTHING, 7, Operation.NEVER);

        assertThat(decide(List.of(below, above, unknown, lowest))).isInstanceOf(Finding.Linearizable.class);
        assertThat(decide(List.of(below, above, lowest.numbered(2)))).isInstanceOf(Finding.Violated.class);
        assertThat(decide(List.of(below, above, lowest.numbered(2), tooLate))).isInstanceOf(Finding.Violated.class);
    }

    @Test
    void what_an_unknown_pop_took_lay_on_top_when_it_did() {
        Operation below = push(0, 1, 0, 1);
        Operation between = push(1, 2, 2, 3);
        Operation lowest = operation(2, "pop", Value.NOTHING, Value.of(1), 90, 100);
        Operation above = push(3, 3, 96, 97);
        Operation late = operation(4, "pop", Value.NOTHING, Value.NOTHING, 99, Operation.NEVER);
        Operation last = operation(5, "pop", Value.NOTHING, Value.of(3), 200, 201);

        // the first value was popped before the third was pushed, so the second one too, but nobody was there to pop it
        assertThat(decide(List.of(below, between, lowest, above, late, last))).isInstanceOf(Finding.Undecided.class);
        Operation sooner = operation(3, "pop", Value.NOTHING, Value.NOTHING, 95, Operation.NEVER);
        assertThat(decide(List.of(below, between, lowest, sooner, above.numbered(4), last)))
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void what_contradicts_itself_is_told_without_what_lay_beside_it() {
        List<Operation> crossing = List.of(
                push(0, 1, 0, 1),
                push(1, 2, 2, 3),
                push(2, 3, 4, 5),
                pop(3, 3, 6, 7),
                pop(4, 1, 8, 9),
                push(5, 4, 10, 11),
                pop(6, 4, 12, 13),
                pop(7, 2, 14, 15),
                push(8, 5, 16, 17),
                pop(9, 5, 18, 19));
        assertThat(decide(crossing)).isInstanceOfSatisfying(Finding.Violated.class, violated -> {
            assertThat(violated.certificate()).containsExactlyInAnyOrder(0, 1, 4, 7);
            assertThat(violated.position()).isEqualTo(7);
        });
        List<Operation> withTaker = new ArrayList<>(crossing);
        withTaker.add(operation(10, "pop", Value.NOTHING, Value.NOTHING, 20, Operation.NEVER));
        assertThat(decide(withTaker))
                .isInstanceOfSatisfying(
                        Finding.Violated.class,
                        violated -> assertThat(violated.certificate()).containsExactlyInAnyOrder(0, 1, 4, 7));
    }

    @Test
    void what_nobody_took_contradicts_a_stack_together_with_all_else() {
        Operation tooLate = operation(3, "pop", Value.NOTHING, Value.NOTHING, 7, Operation.NEVER);

        assertThat(decide(List.of(push(0, 1, 0, 1), push(1, 2, 2, 3), pop(2, 1, 5, 6), tooLate)))
                .isInstanceOfSatisfying(Finding.Violated.class, violated -> {
                    assertThat(violated.certificate()).isEmpty();
                    assertThat(violated.position()).isEqualTo(2);
                });
    }

    @Test
    void who_took_what_was_in_before_an_empty_answer_began_before_its_end() {
        Operation in = push(0, 1, 0, 1);
        Operation empty = operation(1, "pop", Value.NOTHING, Value.NOTHING, 5, 9);

        assertThat(decide(List.of(in, unknownPop(1, 3), empty.numbered(2)))).isInstanceOf(Finding.Linearizable.class);
        assertThat(decide(List.of(in, empty, unknownPop(2, 8)))).isInstanceOf(Finding.Linearizable.class);
        assertThat(decide(List.of(in, empty, unknownPop(2, 10)))).isInstanceOf(Finding.Violated.class);
    }

    private static Operation unknownPop(int index, long invoke) {
        return operation(index, "pop", Value.NOTHING, Value.NOTHING, invoke, Operation.NEVER);
    }

    private static Operation pop(int index, long value, long invoke, long end) {
        return operation(index, "pop", Value.NOTHING, Value.of(value), invoke, end);
    }

    @Test
    void what_contradicts_itself_is_never_called_explained_whenever_the_time_ends() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            operations.add(push(operations.size(), i, 10L * i, 10L * i + 1));
        }
        operations.add(push(operations.size(), -1, 2000, 2001));
        operations.add(push(operations.size(), -2, 2002, 2003));
        operations.add(pop(operations.size(), -1, 2004, 2005));
        operations.add(pop(operations.size(), -2, 2006, 2007));
        for (int i = 199; i >= 0; i--) {
            operations.add(pop(operations.size(), i, 5000 - 10L * i, 5001 - 10L * i));
        }
        assertThat(decide(operations)).isInstanceOf(Finding.Violated.class);
        int undecided = 0;
        for (int readings = 1; readings < 40; readings++) {
            AtomicInteger left = new AtomicInteger(readings);
            Finding finding =
                    decide(operations, new Budget(1, () -> left.getAndDecrement() > 0 ? 0 : Long.MAX_VALUE / 2));
            assertThat(finding).as("%d readings", readings).isNotInstanceOf(Finding.Linearizable.class);
            undecided += finding instanceof Finding.Undecided ? 1 : 0;
        }
        assertThat(undecided).isGreaterThan(2);
    }

    @Test
    void without_time_it_is_undecided() {
        Finding finding = decide(stackHistory(20261132), new Budget(1, () -> System.nanoTime() * 1_000));

        assertThat(finding).isInstanceOf(Finding.Undecided.class);
    }

    /** What ten clients saw of a stack: each operation takes effect some time between its invocation and its return. */
    private static List<Operation> stackHistory(long seed) {
        Random random = new Random(seed);
        Deque<Value> stack = new ArrayDeque<>();
        List<Operation> byEffect = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            long effect = 100L * i;
            long invoke = effect - random.nextInt(500);
            long end = effect + 1 + random.nextInt(500);
            if (random.nextBoolean()) {
                stack.push(Value.of(i));
                byEffect.add(operation(i, "push", Value.of(i), Value.of("ok"), invoke, end));
            } else {
                Value top = stack.isEmpty() ? Value.NOTHING : stack.pop();
                byEffect.add(operation(i, "pop", Value.NOTHING, top, invoke, end));
            }
        }
        byEffect.sort(Comparator.comparingLong(Operation::invokeNanos));
        List<Operation> numbered = new ArrayList<>();
        byEffect.forEach(each -> numbered.add(each.numbered(numbered.size())));
        return numbered;
    }

    /** The next pop that found something. */
    private static int popAfter(List<Operation> operations, int from) {
        int at = from;
        while (!operations.get(at).function().equals("pop")
                || operations.get(at).result().equals(Value.NOTHING)) {
            at++;
        }
        return at;
    }

    private static Operation answered(Operation operation, Value result) {
        return operation.answered(result, operation.returnNanos());
    }

    private static Operation push(int index, long value, long invoke, long end) {
        return operation(index, "push", Value.of(value), Value.of("ok"), invoke, end);
    }

    private static Operation operation(
            int index, String function, Value argument, Value result, long invoke, long end) {
        Outcome outcome = end == Operation.NEVER ? Outcome.INFO : Outcome.OK;
        return new Operation(index, index, 0, function, "", argument, result, outcome, invoke, end);
    }

    private static Finding decide(List<Operation> operations) {
        return decide(operations, new Budget(60_000, System::nanoTime));
    }

    private static Finding decide(List<Operation> operations, Budget budget) {
        KeyHistory key = KeyHistory.of("", Models.named("stack"), operations, List.of());
        Timeline timeline = Timeline.of(key, List.of(), index -> Operation.NEVER);
        return Engines.named("stack-nesting", key).decide(key, timeline, budget);
    }
}
