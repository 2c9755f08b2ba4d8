package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryShrinkerTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.shrink.histories", 200);
    private static final long SEED = Long.getLong("suzaku.shrink.seed", 20261125);
    private static final long BUDGET_MILLIS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register", "kv", "queue", "stack", "set"})
    void what_is_left_of_a_violation_still_violates_by_brute_force(String model) {
        System.out.println("shrink: model " + model + ", seed " + SEED + ", " + HISTORIES + " histories");
        Random random = new Random(SEED);
        Map<Condition, Integer> shrunk = new EnumMap<>(Condition.class);
        for (int i = 0; i < HISTORIES; i++) {
            History history = BruteForceAgreementTest.next(random, model, 0.2);
            for (Condition condition : Condition.values()) {
                Answer expected = BruteForce.answer(history, condition, model);
                Optional<History> small =
                        HistoryShrinker.smallest(history, Models.named(model), condition, BUDGET_MILLIS);
                assertThat(small.isPresent()).as("history %d, %s", i, condition).isEqualTo(expected == Answer.INVALID);
                if (small.isPresent()) {
                    assertThat(BruteForce.answer(small.get(), condition, model))
                            .as(
                                    "history %d of seed %d, %s: %s shrunk to %s",
                                    i,
                                    SEED,
                                    condition,
                                    BruteForceAgreementTest.lines(history),
                                    BruteForceAgreementTest.lines(small.get()))
                            .isEqualTo(Answer.INVALID);
                    assertThat(HistoryShrinker.smallest(small.get(), Models.named(model), condition, BUDGET_MILLIS)
                                    .map(again -> again.operations().size()))
                            .as("history %d of seed %d, %s: shrunk again", i, SEED, condition)
                            .contains(small.get().operations().size());
                    if (condition == Condition.DURABLE) {
                        blamed(history, small.get(), model);
                    }
                    boolean fewer = small.get().operations().size()
                            < history.operations().size();
                    shrunk.merge(condition, fewer ? 1 : 0, Integer::sum);
                }
            }
        }
        System.out.println("  made smaller: " + shrunk);
        assertThat(shrunk.get(Condition.DURABLE)).isGreaterThan(HISTORIES / 50);
        assertThat(shrunk.get(Condition.BUFFERED_CUT)).isGreaterThan(HISTORIES / 50);
    }

    private static void blamed(History whole, History small, String model) {
        CheckRequest request = new CheckRequest(model, List.of(Condition.DURABLE), BUDGET_MILLIS, "auto", false);
        Counterexample found =
                new HistoryChecker().check(small, request).counterexample().orElseThrow();
        String which = BruteForceAgreementTest.lines(whole) + "\nshrunk to " + BruteForceAgreementTest.lines(small);
        CounterexampleTest.blamed(whole, found.unexplained(), model, which);
    }

    @Test
    void a_lost_write_among_thousands_of_operations_shrinks_to_the_write_and_the_read_and_survives_a_file(
            @TempDir Path directory) {
        History history = withLostWrite(2000);
        History small = HistoryShrinker.smallest(history, Models.named("register"), Condition.DURABLE, BUDGET_MILLIS)
                .orElseThrow();

        assertThat(small.operations()).hasSize(2);
        assertThat(small.operations().get(0).argument()).isEqualTo(Value.of("last"));
        assertThat(small.operations().get(1).result()).isEqualTo(Value.NOTHING);
        assertThat(small.cuts()).hasSize(1);
        Path file = directory.resolve("smallest.szh");
        HistoryFile.write(file, small);
        History read = HistoryFile.read(file);
        assertThat(read.complete()).isTrue();
        assertThat(read.operations()).isEqualTo(small.operations());
        assertThat(read.cuts()).isEqualTo(small.cuts());
        assertThat(read.header().notes()).containsEntry("shrunk", "2 of 4002 operations");
        CheckRequest request = new CheckRequest("register", List.of(Condition.DURABLE), BUDGET_MILLIS, "auto", false);
        assertThat(new HistoryChecker().check(read, request).answer(Condition.DURABLE))
                .isEqualTo(Answer.INVALID);
    }

    @Test
    void a_history_that_holds_has_no_smallest_part() {
        History history = withLostWrite(10);
        assertThat(HistoryShrinker.smallest(
                        history, Models.named("register"), Condition.BUFFERED_PREFIX, BUDGET_MILLIS))
                .isEmpty();
    }

    /** Reads and writes on other registers, and one write that is gone after the cut. */
    private static History withLostWrite(int others) {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            operations.add(operation(operations.size(), "k" + i % 7, "write", Value.of(i), 10L * i));
            operations.add(operation(operations.size(), "k" + i % 7, "read", Value.of(i), 10L * i + 5));
        }
        long crash = 10L * others + 20;
        operations.add(operation(operations.size(), "lost", "write", Value.of("last"), crash - 10));
        operations.add(operation(operations.size(), "lost", "read", Value.NOTHING, crash + 20));
        PowerCut cut = new PowerCut(0, crash, crash, crash + 10, crash + 10);
        return new History(HistoryHeader.of("made up", "register", 0), operations, List.of(cut), true);
    }

    private static Operation operation(int index, String key, String function, Value value, long invoke) {
        boolean write = function.equals("write");
        return new Operation(
                index,
                0,
                key.equals("lost") && !write ? 1 : 0,
                function,
                key,
                write ? value : Value.NOTHING,
                value,
                Outcome.OK,
                invoke,
                invoke + 3);
    }
}
