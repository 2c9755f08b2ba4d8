package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.RegisterModel;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniqueSurvivorsTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = Long.getLong("suzaku.agreement.seed", 20261123);
    private static final List<Condition> BUFFERED = List.of(Condition.BUFFERED_PREFIX, Condition.BUFFERED_CUT);
    private static final int OPERATIONS_MAX = 7;

    @ParameterizedTest
    @CsvSource({"register", "cas-register"})
    void what_survives_where_all_values_are_different_agrees_with_brute_force(String model) {
        Random random = new Random(SEED);
        Map<Condition, Map<Answer, Integer>> seen = new EnumMap<>(Condition.class);
        for (int i = 0; i < HISTORIES; i++) {
            RandomHistories histories = new RandomHistories(random.nextLong(), model, 0.1)
                    .onKeys(random.nextInt(3) == 0 ? 2 : 1)
                    .losing(random.nextBoolean() ? 0.7 : 0);
            History some = histories.next(1 + random.nextInt(4), 1 + random.nextInt(OPERATIONS_MAX), random.nextInt(3));
            History synced = random.nextInt(3) == 0 ? TargetCalls.added(some, random, OPERATIONS_MAX, model) : some;
            History history = withUniqueValues(synced, random);
            Verdict verdict =
                    new HistoryChecker().check(history, new CheckRequest(model, BUFFERED, 10_000, "auto", false));
            for (Condition condition : BUFFERED) {
                Answer expected = BruteForce.answer(history, condition, model);
                seen.computeIfAbsent(condition, c -> new EnumMap<>(Answer.class))
                        .merge(expected, 1, Integer::sum);
                assertThat(verdict.answer(condition))
                        .as("history %d of seed %d, %s: %s", i, SEED, condition, BruteForceAgreementTest.lines(history))
                        .isEqualTo(expected);
            }
        }
        System.out.println(model + ", unique values: " + seen);
        seen.values().forEach(answers -> assertThat(answers.get(Answer.INVALID)).isGreaterThan(HISTORIES / 50));
    }

    /** Every written value is new; what was found is one that an operation wrote that wrote the same before. */
    private static History withUniqueValues(History history, Random random) {
        List<Operation> unique = new ArrayList<>();
        for (Operation operation : history.operations()) {
            Value argument = operation.argument();
            Value result = operation.result();
            if (operation.function().equals("write")) {
                argument = written(operation);
            } else if (operation.function().equals("cas")) {
                Value before = ((Value.Sequence) argument).items().get(0);
                argument = Value.sequence(source(before, operation, history, random), written(operation));
            } else if (operation.function().equals("read")) {
                result = source(result, operation, history, random);
            }
            unique.add(operation.withValues(argument, result));
        }
        return new History(history.header(), unique, history.cuts(), true);
    }

    private static Value written(Operation operation) {
        return Value.of(100 + operation.index());
    }

    private static Value source(Value value, Operation asking, History history, Random random) {
        if (value.equals(Value.NOTHING)) {
            return value;
        }
        List<Operation> sources = history.operations().stream()
                .filter(other -> other.key().equals(asking.key()) && other.index() != asking.index())
                .filter(other -> other.invokeNanos() <= asking.returnNanos())
                .filter(other -> value.equals(left(other)))
                .toList();
        return sources.isEmpty() ? Value.of(-1) : written(sources.get(random.nextInt(sources.size())));
    }

    private static Value left(Operation operation) {
        return switch (operation.function()) {
            case "write" -> operation.argument();
            case "cas" ->
                operation.result().equals(RegisterModel.REFUSED)
                        ? Value.NOTHING
                        : ((Value.Sequence) operation.argument()).items().get(1);
            default -> Value.NOTHING;
        };
    }

    @Test
    void a_value_that_comes_back_after_ten_cuts_is_decided_without_a_search() {
        for (boolean cas : new boolean[] {false, true}) {
            Workload workload = (cas ? Workload.cas(10, 4000, 1).withUniqueValues() : Workload.unique(10, 4000, 1));
            History history = HistoryGenerator.illegalHistory(workload.withCuts(20));
            CheckRequest request = new CheckRequest(workload.model(), BUFFERED, 60_000, "auto", false);
            Verdict verdict = new HistoryChecker().check(history, request);
            assertThat(verdict.conditions().values()).doesNotContain(Answer.UNKNOWN);
            assertThat(verdict.answer(Condition.BUFFERED_PREFIX)).isEqualTo(Answer.INVALID);
        }
    }
}
