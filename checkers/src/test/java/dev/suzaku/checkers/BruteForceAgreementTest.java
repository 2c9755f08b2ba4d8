package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BruteForceAgreementTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 4000);
    private static final long SEED = Long.getLong("suzaku.agreement.seed", 20261123);

    @ParameterizedTest
    @CsvSource({
        "register, 0.1",
        "cas-register, 0.1",
        "kv, 0.1",
        "kv, 0",
        "queue, 0.2",
        "stack, 0.2",
        "set, 0.1",
        "counter, 0.1",
        "mutex, 0.1",
        "multi-register, 0.1",
        "bank, 0.1",
        "bank-overdraft, 0.1",
        "porcupine-kv, 0.1"
    })
    void the_checker_and_brute_force_agree_on_every_condition(String model, double lies) {
        System.out.println("agreement: model " + model + ", seed " + SEED + ", " + HISTORIES + " histories");
        RandomHistories histories = new RandomHistories(SEED, model, lies);
        Random random = new Random(SEED);
        Map<Condition, int[]> seen = new EnumMap<>(Condition.class);
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(8), random.nextInt(3));
            Verdict verdict = new HistoryChecker().check(history, CheckRequest.all(model));
            for (Condition condition : Condition.values()) {
                boolean expected = BruteForce.linearizable(history.operations(), history.cuts(), condition, model);
                seen.computeIfAbsent(condition, c -> new int[2])[expected ? 1 : 0]++;
                assertThat(verdict.answer(condition))
                        .as("history %d of seed %d, %s: %s", i, SEED, condition, lines(history))
                        .isEqualTo(expected ? Answer.VALID : Answer.INVALID);
            }
            checkCounterexample(model, history, verdict, i);
        }
        seen.forEach((condition, counts) -> {
            System.out.println("  " + condition + ": " + counts[1] + " valid, " + counts[0] + " invalid");
            assertThat(counts[0]).isGreaterThan(lies > 0 ? HISTORIES / 50 : -1); // honest targets stay durable
            assertThat(counts[1]).isGreaterThan(HISTORIES / 10);
        });
    }

    private static void checkCounterexample(String model, History history, Verdict verdict, int number) {
        boolean invalid = verdict.conditions().containsValue(Answer.INVALID);
        assertThat(verdict.counterexample().isPresent()).isEqualTo(invalid);
        verdict.counterexample().ifPresent(found -> {
            assertThat(history.operations()).containsAll(found.operations());
            assertThat(found.operations()).contains(found.unexplained());
            assertThat(BruteForce.linearizable(found.operations(), history.cuts(), found.condition(), model))
                    .as("counterexample of history %d of seed %d: %s", number, SEED, found.summary())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"register", "cas-register", "kv", "queue", "stack", "set", "counter", "mutex", "multi-register", "bank"
    })
    void an_answer_holds_for_every_instant_within_the_intervals_of_the_cuts(String model) {
        RandomHistories histories = new RandomHistories(SEED + 1, model, 0.1);
        Random random = new Random(SEED + 1);
        int unknown = 0;
        for (int i = 0; i < HISTORIES / 2; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(7), 1);
            PowerCut cut = history.cuts().get(0);
            int width = random.nextInt(3);
            PowerCut wide = new PowerCut(
                    0,
                    cut.crashEarliestNanos() - width,
                    cut.crashLatestNanos(),
                    cut.readyEarliestNanos(),
                    cut.readyLatestNanos() + width);
            History widened = new History(history.header(), history.operations(), List.of(wide), true);
            Verdict verdict = new HistoryChecker().check(widened, CheckRequest.all(model));
            for (Condition condition : Condition.values()) {
                Answer answer = verdict.answer(condition);
                unknown += answer == Answer.UNKNOWN ? 1 : 0;
                if (answer == Answer.UNKNOWN || crossesTokens(model, history.operations())) {
                    continue;
                }
                for (PowerCut instant : instants(wide)) {
                    assertThat(BruteForce.linearizable(history.operations(), List.of(instant), condition, model))
                            .as("history %d of seed %d, %s, %s: %s", i, SEED + 1, condition, instant, lines(widened))
                            .isEqualTo(answer == Answer.VALID);
                }
            }
        }
        assertThat(unknown).isLessThan(HISTORIES / 2);
    }

    /** Tokens start anew at the latest instant of a cut; that choice is not swept over the interval. */
    private static boolean crossesTokens(String model, List<Operation> operations) {
        return model.equals("kv")
                && operations.stream()
                        .anyMatch(each -> each.function().equals("gets")
                                || each.function().equals("cas"));
    }

    private static List<PowerCut> instants(PowerCut wide) {
        List<PowerCut> instants = new ArrayList<>();
        for (long crash = wide.crashEarliestNanos(); crash <= wide.crashLatestNanos(); crash++) {
            for (long ready = wide.readyEarliestNanos(); ready <= wide.readyLatestNanos(); ready++) {
                instants.add(new PowerCut(0, crash, crash, ready, ready));
            }
        }
        return instants;
    }

    private static String lines(History history) {
        StringBuilder text = new StringBuilder();
        history.cuts().forEach(cut -> text.append("\n  ").append(cut));
        history.operations().forEach(operation -> text.append("\n  ").append(operation));
        return text.toString();
    }
}
