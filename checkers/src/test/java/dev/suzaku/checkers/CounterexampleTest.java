package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a counterexample says, word by word against brute force. */
class CounterexampleTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.counterexample.histories", 200);
    private static final long SEED = Long.getLong("suzaku.counterexample.seed", 20261127);
    private static final int OPERATIONS = 7;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "register",
                "cas-register",
                "kv",
                "queue",
                "stack",
                "set",
                "counter",
                "mutex",
                "multi-register",
                "bank"
            })
    void every_part_of_a_counterexample_holds_by_brute_force(String model) {
        System.out.println("counterexamples: model " + model + ", seed " + SEED + ", " + HISTORIES + " histories");
        Random random = new Random(SEED);
        int examples = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = new RandomHistories(random.nextLong(), model, 0.2).next(3, OPERATIONS, random.nextInt(3));
            CheckRequest request = new CheckRequest(model, List.of(Condition.DURABLE), 10_000, "auto", false);
            Optional<Counterexample> found =
                    new HistoryChecker().check(history, request).counterexample();
            if (found.isPresent()) {
                examples++;
                String which = "history " + i + " of seed " + SEED + ": " + BruteForceAgreementTest.lines(history)
                        + "\n" + found.get().summary();
                check(history, model, found.get(), which);
            }
        }
        assertThat(examples).isGreaterThan(HISTORIES / 20);
    }

    private static void check(History history, String model, Counterexample found, String which) {
        assertThat(explains(history, found.operations(), model)).as(which).isFalse();
        Counterexample.Explained explained = found.explained().orElseThrow();
        List<Operation> prefix = until(history, explained.untilNanos() - 1);
        assertThat(explains(history, prefix, model)).as(which).isTrue();
        if (!model.equals("kv")) { // where some refusals constrain nothing and are not counted
            assertThat(prefix.stream().filter(SequentialObject::known).count())
                    .as(which)
                    .isLessThanOrEqualTo(explained.answered());
        }
        assertThat(explainsUntil(history, explained.untilNanos(), model))
                .as(which)
                .isEqualTo(laterAnswersTell(history, explained.untilNanos(), model));
        blamed(history, found.unexplained(), model, which);
        assertThat(found.certificate().operations()).as(which).isNotEmpty();
        assertThat(found.operations()).as(which).containsAll(found.certificate().operations());
        assertThat(explains(history, found.certificate().operations(), model))
                .as(which + "\nthe certificate")
                .isFalse();
        assertThat(found.certificate().last()).as(which).isNotEmpty();
        for (Certificate.LastConfiguration last : found.certificate().last()) {
            assertThat(last.order()).as(which).doesNotContain(found.unexplained());
            assertThat(found.operations()).as(which).containsAll(last.order());
            assertThat(happens(last.order(), model) || !history.cuts().isEmpty())
                    .as(which + "\n" + last)
                    .isTrue();
        }
    }

    /** What is blamed has no explanation with all that came before it either, whatever has been taken away. */
    static void blamed(History whole, Operation blamed, String model, String which) {
        if (model.equals("queue") || model.equals("stack")) {
            return; // there it may take a later answer to tell who did not take a value out
        }
        assertThat(explainsUntil(whole, blamed.returnNanos(), model))
                .as(which + "\nblamed: " + blamed)
                .isEqualTo(laterAnswersTell(whole, blamed.returnNanos(), model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register"})
    void what_was_expected_are_exactly_the_answers_that_would_have_an_explanation(String model) {
        Random random = new Random(SEED);
        int compared = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = new RandomHistories(random.nextLong(), model, 0.2).next(3, OPERATIONS, random.nextInt(3));
            CheckRequest request = new CheckRequest(model, List.of(Condition.DURABLE), 10_000, "auto", false);
            Optional<Counterexample> found =
                    new HistoryChecker().check(history, request).counterexample();
            if (found.isEmpty()
                    || !found.get().unexplained().function().equals("read")
                    || endsWithAnother(found.get())) {
                continue;
            }
            compared++;
            Set<Value> written = new HashSet<>(List.of(Value.NOTHING));
            found.get().operations().forEach(operation -> {
                boolean swap = operation.argument() instanceof Value.Sequence;
                written.add(swap ? SequentialObject.items(operation.argument()).get(1) : operation.argument());
            });
            Set<String> possible = new HashSet<>();
            for (Value value : written) {
                List<Operation> otherwise = found.get().operations().stream()
                        .map(operation -> operation.equals(found.get().unexplained())
                                ? operation.answered(value, operation.returnNanos())
                                : operation)
                        .toList();
                History other = new History(history.header(), otherwise, history.cuts(), true);
                if (explainsUntil(other, found.get().unexplained().returnNanos(), model)) {
                    possible.add(value instanceof Value.Nothing ? "nothing" : value.toString());
                }
            }
            assertThat(found.get().expected())
                    .as(
                            "history %d of seed %d: %s\n%s",
                            i, SEED, found.get().summary(), found.get().operations())
                    .containsExactlyInAnyOrderElementsOf(possible);
        }
        assertThat(compared).isGreaterThan(HISTORIES / 20);
    }

    /** Which of the two is looked at first is then a matter of order in the file. */
    private static boolean endsWithAnother(Counterexample found) {
        return found.operations().stream()
                .anyMatch(operation -> !operation.equals(found.unexplained())
                        && operation.returnNanos() == found.unexplained().returnNanos());
    }

    /** Only with a later answer is it known which version of a memcached value an earlier token belonged to. */
    private static boolean laterAnswersTell(History history, long nanos, String model) {
        boolean tokens = BruteForce.onObjects(history).stream()
                .anyMatch(each -> each.function().equals("gets") && each.invokeNanos() > nanos);
        return model.equals("kv") && tokens && explainsUntil(history, nanos, model);
    }

    /** What had been invoked by an instant, with the answers that had come by then. */
    private static List<Operation> until(History history, long nanos) {
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : BruteForce.onObjects(history)) {
            if (operation.invokeNanos() <= nanos) {
                operations.add(operation.returnNanos() <= nanos ? operation : operation.unanswered());
            }
        }
        return operations;
    }

    private static boolean explains(History history, List<Operation> operations, String model) {
        return BruteForce.linearizable(operations, history.cuts(), Condition.DURABLE, model);
    }

    /** Whether what had ended by an instant has an explanation, if what had not has any and gets its later answer. */
    static boolean explainsUntil(History history, long nanos, String model) {
        BruteForceOrders search = new BruteForceOrders(model);
        for (Operation operation : BruteForce.onObjects(history)) {
            if (operation.invokeNanos() <= nanos) {
                search.add(operation, operation.returnNanos() <= nanos, Operation.NEVER);
            }
        }
        history.cuts().forEach(cut -> search.addCrash(cut.crashLatestNanos()));
        return search.explains();
    }

    private static boolean happens(List<Operation> order, String model) {
        Map<String, SequentialObject> objects = new HashMap<>();
        return order.stream().allMatch(operation -> BruteForceOrders.happens(operation, objects, model));
    }
}
