package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.HistorySource;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamedCheckerTest {
    private static final long SEED = 20261125;
    private static final int HISTORIES = Integer.getInteger("suzaku.streamed.histories", 200);
    private static final List<Condition> ASKED =
            List.of(Condition.STRICT, Condition.READY_BOUNDED, Condition.PERSISTENT, Condition.DURABLE);

    @TempDir
    private Path directory;

    /** Limits so small that most registers are streamed, and that other objects are read in several groups. */
    @ParameterizedTest
    @CsvSource({
        "register, 1, 7",
        "register, 3, 4",
        "cas-register, 1, 5",
        "cas-register, 2, 5",
        "cas-register, 2, 8",
        "kv, 4, 9",
        "queue, 4, 9"
    })
    void what_is_checked_in_parts_gets_the_answers_that_it_gets_as_a_whole(String model, int keys, int inMemory)
            throws IOException {
        Random random = new Random(SEED);
        Map<Answer, Integer> seen = new EnumMap<>(Answer.class);
        int streamed = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History some = new RandomHistories(random.nextLong(), model, 0.1)
                    .onKeys(keys)
                    .next(1 + random.nextInt(4), (keys == 1 ? 8 : 1) + random.nextInt(12), random.nextInt(3));
            History history = keys == 1 && model.equals("register") ? withUniqueValues(some) : some;
            StreamLimits limits = new StreamLimits(inMemory, 1 + random.nextInt(2));
            Verdict whole = new HistoryChecker(1).check(history, request(model));
            Verdict parts = check(history, model, limits);
            streamed += parts.engine().contains("zones") || parts.engine().contains("frontier") ? 1 : 0;
            for (Condition condition : ASKED) {
                Answer answer = parts.answer(condition);
                seen.merge(answer, 1, Integer::sum);
                if (answer == Answer.UNKNOWN) {
                    assertThat(parts.reason()).isPresent();
                } else {
                    assertThat(answer)
                            .as("history %d of seed %d, %s: %s", i, SEED, condition, history.operations())
                            .isEqualTo(whole.answer(condition));
                }
            }
            assertThat(parts.operations()).isEqualTo(whole.operations());
            assertThat(parts.okOperations()).isEqualTo(whole.okOperations());
            checkCounterexample(history, model, parts);
        }
        System.out.println(model + " on " + keys + " keys: " + seen + ", zones in " + streamed);
        assertThat(seen.get(Answer.VALID)).isGreaterThan(HISTORIES / 2);
        assertThat(seen.get(Answer.INVALID)).isGreaterThan(HISTORIES / 20);
        assertThat(seen.getOrDefault(Answer.UNKNOWN, 0)).isLessThan(ASKED.size() * HISTORIES * 2 / 3);
    }

    /** Each write gets a value of its own, and each read that of the last write before its answer that wrote what it read. */
    private static History withUniqueValues(History history) {
        List<Operation> unique = new ArrayList<>();
        for (Operation operation : history.operations()) {
            boolean write = operation.function().equals("write");
            Value argument = write ? Value.of(operation.index()) : Value.NOTHING;
            Value result = write || operation.result().equals(Value.NOTHING)
                    ? operation.result()
                    : history.operations().stream()
                            .filter(other -> other.argument().equals(operation.result()))
                            .filter(other -> other.invokeNanos() <= operation.returnNanos())
                            .reduce((first, second) -> second)
                            .map(other -> Value.of(other.index()))
                            .orElse(Value.of(-1));
            unique.add(operation.withValues(argument, result));
        }
        return new History(history.header(), unique, history.cuts(), true);
    }

    private static void checkCounterexample(History history, String model, Verdict parts) {
        assertThat(parts.counterexample().isPresent())
                .isEqualTo(parts.conditions().containsValue(Answer.INVALID));
        parts.counterexample().ifPresent(found -> {
            assertThat(found.operations()).contains(found.unexplained());
            if (parts.engine().contains("frontier")
                    && found.certificate().claim().contains("fit into memory")) {
                assertThat(found.operations()).containsExactly(found.unexplained());
                return; // all operations before it belong to it, which are too many to be shown
            }
            assertThat(BruteForce.linearizable(found.operations(), history.cuts(), found.condition(), model))
                    .as("%s", found)
                    .isFalse();
        });
    }

    @Test
    void an_answer_in_a_later_part_belongs_to_its_invocation_in_the_first() throws IOException {
        for (boolean right : new boolean[] {true, false}) {
            List<Operation> operations = new ArrayList<>();
            Value answer = Value.of(right ? 3 : 9);
            operations.add(new Operation(0, 1, 0, "read", "", Value.NOTHING, answer, Outcome.OK, 0, 153));
            for (int i = 1; i < 200; i++) {
                operations.add(operation(i, "write", Value.of(i % 4), Value.NOTHING));
            }
            History history = new History(HistoryHeader.of("test", "cas-register", 0), operations, List.of(), true);

            Verdict verdict = check(history, "cas-register", new StreamLimits(30, 10));

            assertThat(verdict.engine()).isEqualTo("streamed frontier");
            assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(right ? Answer.VALID : Answer.INVALID);
        }
    }

    /** An open write of the part before ends sooner than an equal one of this part: it is used first, the other is needed later. */
    @Test
    void of_equal_writes_the_one_that_ends_sooner_is_used_first_whichever_part_it_began_in() throws IOException {
        for (int before = 1; before < 20; before++) {
            List<Operation> operations = new ArrayList<>();
            add(operations, 0, "write", 1, 0, 10L * before + 30);
            for (int i = 0; i < before; i++) {
                add(operations, 1, "write", 3 + i % 2, 10L * i + 2, 10L * i + 7);
            }
            long from = 10L * before;
            add(operations, 2, "write", 1, from + 5, from + 90);
            add(operations, 1, "read", 1, from + 10, from + 20);
            add(operations, 1, "write", 2, from + 40, from + 45);
            add(operations, 1, "read", 2, from + 50, from + 55);
            add(operations, 1, "read", 1, from + 60, from + 65);
            for (int i = 0; i < 40; i++) {
                add(operations, 1, "write", 3 + i % 2, from + 100 + 10 * i, from + 105 + 10 * i);
            }
            History history = new History(HistoryHeader.of("test", "cas-register", 0), operations, List.of(), true);

            Verdict verdict = check(history, "cas-register", new StreamLimits(30, 10));

            assertThat(verdict.engine()).isEqualTo("streamed frontier");
            assertThat(verdict.answer(Condition.DURABLE))
                    .as("%d before", before)
                    .isEqualTo(Answer.VALID);
        }
    }

    private static void add(
            List<Operation> operations, int session, String function, long value, long invoke, long end) {
        boolean write = function.equals("write");
        operations.add(new Operation(
                operations.size(),
                session,
                0,
                function,
                "",
                write ? Value.of(value) : Value.NOTHING,
                write ? Value.NOTHING : Value.of(value),
                Outcome.OK,
                invoke,
                end));
    }

    @Test
    void a_stale_read_long_after_its_value_is_found_by_streaming_and_shown_with_its_operations() throws IOException {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            operations.add(operation(i, "write", Value.of(i), Value.NOTHING));
        }
        operations.add(operation(5000, "read", Value.NOTHING, Value.of(7)));
        History history = new History(HistoryHeader.of("test", "register", 0), operations, List.of(), true);
        Verdict verdict = check(history, "register", new StreamLimits(300, 50));
        assertThat(verdict.engine()).isEqualTo("streamed zones");
        assertThat(verdict.conditions()).containsOnlyKeys(ASKED).doesNotContainValue(Answer.VALID);
        Counterexample found = verdict.counterexample().orElseThrow();
        assertThat(found.unexplained().index()).isEqualTo(5000);
        assertThat(found.operations()).contains(operations.get(7)).hasSizeLessThan(7);
        Verdict honest = check(
                new History(history.header(), operations.subList(0, 5000), List.of(), true),
                "register",
                new StreamLimits(300, 50));
        assertThat(honest.conditions().values()).containsOnly(Answer.VALID);
        assertThat(honest.strongest()).contains(Condition.STRICT);
    }

    @Test
    void what_cannot_be_streamed_is_unknown_with_the_reason() throws IOException {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operations.add(operation(i, "write", Value.of(i % 3), Value.NOTHING));
        }
        History history = new History(HistoryHeader.of("test", "register", 0), operations, List.of(), true);
        Verdict repeated = new StreamedChecker(new HistoryChecker(1), new StreamLimits(30, 10))
                .check(
                        write(history),
                        Models.named("register"),
                        new CheckRequest("register", List.of(Condition.DURABLE), 10_000, "zones", false));
        assertThat(repeated.conditions().values()).containsOnly(Answer.UNKNOWN);
        assertThat(repeated.reason().orElseThrow()).contains("100 operations").contains("each value once");
        Verdict unasked = new StreamedChecker(new HistoryChecker(1), new StreamLimits(30, 10))
                .check(
                        write(history),
                        Models.named("register"),
                        new CheckRequest("register", List.of(Condition.DURABLE), 10_000, "exact", false));
        assertThat(unasked.reason().orElseThrow()).contains("more than fit into memory");
    }

    @Test
    void a_register_of_few_values_is_streamed_and_what_contradicts_it_is_found() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            Workload workload = Workload.cas(5, 3000, seed).withCuts(2).withPending(1);
            History legal = HistoryGenerator.history(workload);
            Verdict valid = check(legal, "cas-register", new StreamLimits(1000, 50));
            assertThat(valid.answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
            assertThat(valid.engine()).isEqualTo("streamed frontier");
            History illegal = HistoryGenerator.illegalHistory(workload);
            Verdict invalid = check(illegal, "cas-register", new StreamLimits(1000, 50));
            Verdict whole = new HistoryChecker(1).check(illegal, request("cas-register"));
            assertThat(invalid.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
            assertThat(invalid.counterexample().orElseThrow().unexplained())
                    .isEqualTo(whole.counterexample().orElseThrow().unexplained());
        }
    }

    /** They have no end, and are counted: as many as there are slots would fit else. */
    @Test
    void many_unanswered_operations_are_carried_through_all_parts() throws IOException {
        History history = HistoryGenerator.history(Workload.cas(5, 3000, 1).withPending(40));
        assertThat(history.count(Outcome.INFO)).isGreaterThan(100);
        Verdict verdict = check(history, "cas-register", new StreamLimits(1000, 300));
        assertThat(verdict.engine()).isEqualTo("streamed frontier");
        assertThat(verdict.answer(Condition.DURABLE)).as("%s", verdict.reason()).isEqualTo(Answer.VALID);
    }

    @ParameterizedTest
    @CsvSource({"30", "200"})
    void a_damaged_end_is_never_valid(int inMemory) throws IOException {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operations.add(operation(i, "write", Value.of(i), Value.NOTHING));
        }
        HistorySource source = write(new History(HistoryHeader.of("test", "register", 0), operations, List.of(), true));
        StreamedChecker checker = new StreamedChecker(new HistoryChecker(1), new StreamLimits(inMemory, 10));
        assertThat(checker.check(source, Models.named("register"), request("register"))
                        .conditions()
                        .values())
                .containsOnly(Answer.VALID);

        byte[] bytes = Files.readAllBytes(source.path());
        Files.write(source.path(), Arrays.copyOf(bytes, bytes.length - 3));
        Verdict verdict = checker.check(source, Models.named("register"), request("register"));

        assertThat(verdict.historyComplete()).isFalse();
        assertThat(verdict.conditions().values()).containsOnly(Answer.UNKNOWN);
        assertThat(verdict.reason().orElseThrow()).contains("incomplete");
    }

    @Test
    void what_is_not_strict_alone_is_found() throws IOException {
        assertThat(answers(lateWrite(new PowerCut(0, 1500, 1500, 1600, 1600))))
                .containsEntry(Condition.STRICT, Answer.INVALID)
                .containsEntry(Condition.READY_BOUNDED, Answer.INVALID)
                .containsEntry(Condition.DURABLE, Answer.VALID);
        assertThat(answers(lateWrite(new PowerCut(0, 1500, 1500, 1720, 1720))))
                .containsEntry(Condition.STRICT, Answer.INVALID)
                .containsEntry(Condition.READY_BOUNDED, Answer.VALID)
                .containsEntry(Condition.DURABLE, Answer.VALID);
        assertThat(answers(lateWrite(new PowerCut(0, 1500, 1720, 1730, 1740))))
                .containsEntry(Condition.STRICT, Answer.UNKNOWN)
                .containsEntry(Condition.READY_BOUNDED, Answer.VALID)
                .containsEntry(Condition.DURABLE, Answer.VALID);
    }

    /** Too many writes for the memory, and one that is open at the cut and takes effect between 1700 and 1750. */
    private static History lateWrite(PowerCut cut) {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operations.add(operation(i, "write", Value.of(i), Value.NOTHING));
        }
        operations.add(new Operation(
                100, 1, 0, "write", "", Value.of(100), Value.NOTHING, Outcome.INFO, 1400, Operation.NEVER));
        operations.add(new Operation(101, 2, 1, "read", "", Value.NOTHING, Value.of(99), Outcome.OK, 1700, 1710));
        operations.add(new Operation(102, 2, 1, "read", "", Value.NOTHING, Value.of(100), Outcome.OK, 1740, 1750));
        return new History(HistoryHeader.of("test", "register", 0), operations, List.of(cut), true);
    }

    private Map<Condition, Answer> answers(History history) throws IOException {
        Verdict parts = check(history, "register", new StreamLimits(30, 10));
        assertThat(parts.engine()).isEqualTo("streamed zones");
        assertThat(parts.conditions())
                .containsAllEntriesOf(new HistoryChecker(1)
                        .check(
                                history,
                                new CheckRequest(
                                        "register",
                                        List.of(Condition.STRICT, Condition.READY_BOUNDED, Condition.DURABLE),
                                        10_000,
                                        "auto",
                                        false))
                        .conditions());
        return parts.conditions();
    }

    private Verdict check(History history, String model, StreamLimits limits) throws IOException {
        HistorySource source = write(history);
        return new StreamedChecker(new HistoryChecker(1), limits).check(source, Models.named(model), request(model));
    }

    private HistorySource write(History history) throws IOException {
        Path file = directory.resolve("history" + HistoryFile.SUFFIX);
        Files.deleteIfExists(file);
        HistoryFile.write(file, history);
        return new HistorySource(file, HistoryFormat.SUZAKU);
    }

    private static CheckRequest request(String model) {
        return new CheckRequest(model, ASKED, 10_000, "auto", false);
    }

    private static Operation operation(int index, String function, Value argument, Value result) {
        return new Operation(index, 0, 0, function, "", argument, result, Outcome.OK, 10L * index, 10L * index + 5);
    }
}
