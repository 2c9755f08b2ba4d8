package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stale read of a value that was put in only because something else was there, or was not: the read is to blame. */
class ConditionalSourceTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.counterexample.histories", 200);
    private static final long SEED = Long.getLong("suzaku.counterexample.seed", 20261127);

    private final List<Operation> operations = new ArrayList<>();

    static Stream<Arguments> sources() {
        return Stream.of(
                Arguments.of("set", Value.of("a"), "STORED", "replace", Value.of("b"), "STORED", "b"),
                Arguments.of("delete", Value.NOTHING, "DELETED", "add", Value.of("b"), "STORED", "b"),
                Arguments.of("set", Value.of("4"), "STORED", "incr", Value.of(1), "5", "5"),
                Arguments.of("set", Value.of("4"), "STORED", "decr", Value.of(1), "3", "3"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void the_stale_read_is_blamed_and_not_what_put_its_value_in(
            String maker, Value made, String answer, String source, Value argument, String answered, String stale) {
        call("set", Value.of("first"), Value.of("STORED"));
        call(maker, made, Value.of(answer));
        call(source, argument, Value.of(answered));
        call("get", Value.NOTHING, Value.of(stale));
        call("set", Value.of("c"), Value.of("STORED"));
        call("get", Value.NOTHING, Value.of("c"));
        Operation read = call("get", Value.NOTHING, Value.of(stale));
        call("replace", Value.of("d"), Value.of("STORED"));

        Counterexample found = counterexample(history());
        assertThat(found.unexplained()).isEqualTo(read);
        assertThat(found.expected()).containsExactly("c");
        assertThat(found.operations()).contains(operations.get(2), operations.get(4), read);
        assertThat(found.operations()).hasSizeLessThanOrEqualTo(4);

        History small = HistoryShrinker.smallest(history(), Models.named("kv"), Condition.DURABLE, 10_000)
                .orElseThrow();
        Operation blamed = counterexample(small).unexplained();
        assertThat(blamed.invokeNanos()).isEqualTo(read.invokeNanos());
        assertThat(blamed.result()).isEqualTo(read.result());
    }

    @Test
    void what_is_blamed_among_conditional_operations_has_no_explanation_by_brute_force() {
        System.out.println("conditional operations: seed " + SEED + ", " + HISTORIES + " histories");
        Random random = new Random(SEED);
        int stale = 0;
        for (int i = 0; i < HISTORIES; i++) {
            operations.clear();
            boolean there = false;
            List<String> values = new ArrayList<>();
            for (int length = 4 + random.nextInt(4); length > 0; length--) {
                there = truly(random.nextInt(4), "v" + length, there, values);
            }
            if (values.isEmpty()) {
                continue;
            }
            call("get", Value.NOTHING, Value.of(values.get(random.nextInt(values.size()))));
            Operation read = operations.get(operations.size() - 1);
            if (CounterexampleTest.explainsUntil(history(), read.returnNanos(), "kv")) {
                continue; // it was not stale
            }
            stale++;
            String which = "history " + i + " of seed " + SEED + ": " + BruteForceAgreementTest.lines(history());
            assertThat(counterexample(history()).unexplained()).as(which).isEqualTo(read);
            History small = HistoryShrinker.smallest(history(), Models.named("kv"), Condition.DURABLE, 10_000)
                    .orElseThrow();
            assertThat(counterexample(small).unexplained().invokeNanos())
                    .as(which + "\nshrunk to " + BruteForceAgreementTest.lines(small))
                    .isEqualTo(read.invokeNanos());
        }
        assertThat(stale).isGreaterThan(HISTORIES / 4);
    }

    /** Calls something with the answer that it must give, and tells whether the key is there afterwards. */
    private boolean truly(int choice, String value, boolean there, List<String> values) {
        if (choice == 0) {
            call("delete", Value.NOTHING, Value.of(there ? "DELETED" : "NOT_FOUND"));
            return false;
        }
        String function = List.of("set", "add", "replace").get(choice - 1);
        boolean stored = choice == 1 || there == (choice == 3);
        call(function, Value.of(value), Value.of(stored ? "STORED" : "NOT_STORED"));
        if (stored) {
            values.add(value);
        }
        return there || stored;
    }

    private static Counterexample counterexample(History history) {
        CheckRequest request = new CheckRequest("kv", List.of(Condition.DURABLE), 10_000, "auto", false);
        return new HistoryChecker().check(history, request).counterexample().orElseThrow();
    }

    private History history() {
        return new History(HistoryHeader.of("made up", "kv", 0), operations, List.of(), true);
    }

    /** Adds a call that ends before the next one begins. */
    private Operation call(String function, Value argument, Value answer) {
        int index = operations.size();
        Operation operation =
                new Operation(index, 0, 0, function, "k", argument, answer, Outcome.OK, 10L * index, 10L * index + 5);
        operations.add(operation);
        return operation;
    }
}
