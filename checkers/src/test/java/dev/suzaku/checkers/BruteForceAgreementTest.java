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
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = Long.getLong("suzaku.agreement.seed", 20261123);
    private static final int OPERATIONS_MAX = 7;

    @ParameterizedTest
    @CsvSource({
        "register, 0.1",
        "cas-register, 0.1",
        "kv, 0.1",
        "kv, 0",
        "kv-evicting, 0.1",
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
        Random random = new Random(SEED);
        Map<Condition, Map<Answer, Integer>> seen = new EnumMap<>(Condition.class);
        for (int i = 0; i < HISTORIES; i++) {
            History history = next(random, model, lies);
            Verdict verdict = new HistoryChecker().check(history, CheckRequest.all(model));
            for (Condition condition : Condition.values()) {
                Answer expected = BruteForce.answer(history, condition, model);
                seen.computeIfAbsent(condition, c -> new EnumMap<>(Answer.class))
                        .merge(expected, 1, Integer::sum);
                assertThat(verdict.answer(condition))
                        .as("history %d of seed %d, %s: %s", i, SEED, condition, lines(history))
                        .isEqualTo(expected);
            }
            checkCounterexample(model, history, verdict, i);
        }
        System.out.println("  " + seen);
        seen.forEach((condition, counts) -> {
            if (!counts.containsKey(Answer.NOT_APPLICABLE)) {
                int invalid = counts.getOrDefault(Answer.INVALID, 0);
                assertThat(invalid).isGreaterThan(lies > 0 ? HISTORIES / 100 : -1); // honest targets stay durable
                assertThat(counts.get(Answer.VALID)).isGreaterThan(HISTORIES / 10);
            }
        });
    }

    /** One or two objects, up to two cuts, sometimes with losses, syncs and answers of recovery. */
    static History next(Random random, String model, double lies) {
        RandomHistories histories = new RandomHistories(random.nextLong(), model, lies)
                .onKeys(random.nextInt(3) == 0 ? 2 : 1)
                .losing(lies > 0 && random.nextInt(3) == 0 ? 0.7 : 0);
        if (random.nextBoolean()) {
            histories = histories.withPatientSessions();
        }
        int operations = 1 + random.nextInt(OPERATIONS_MAX);
        History history = histories.next(1 + random.nextInt(4), operations, random.nextInt(3));
        return random.nextInt(3) == 0 ? TargetCalls.added(history, random, OPERATIONS_MAX, model) : history;
    }

    private static void checkCounterexample(String model, History history, Verdict verdict, int number) {
        boolean invalid = verdict.conditions().containsValue(Answer.INVALID);
        assertThat(verdict.counterexample().isPresent()).isEqualTo(invalid);
        verdict.counterexample().ifPresent(found -> {
            assertThat(history.operations()).containsAll(found.operations());
            assertThat(found.operations()).contains(found.unexplained());
        });
    }

    static String lines(History history) {
        StringBuilder text = new StringBuilder();
        history.cuts().forEach(cut -> text.append("\n  ").append(cut));
        history.operations().forEach(operation -> text.append("\n  ").append(operation));
        return text.toString();
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
                if (answer == Answer.UNKNOWN
                        || answer == Answer.NOT_APPLICABLE
                        || condition.buffered()
                        || crossesTokens(model, history.operations())) {
                    continue;
                }
                for (PowerCut instant : instants(wide)) {
                    History exact = new History(history.header(), history.operations(), List.of(instant), true);
                    assertThat(BruteForce.answer(exact, condition, model))
                            .as("history %d of seed %d, %s, %s: %s", i, SEED + 1, condition, instant, lines(widened))
                            .isEqualTo(answer);
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
}
