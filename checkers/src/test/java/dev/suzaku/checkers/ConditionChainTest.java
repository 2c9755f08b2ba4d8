package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.histories.History;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the conditions, by brute force alone: what {@link Implications} says holds for the definitions. */
class ConditionChainTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.chain.histories", 1000);
    private static final long SEED = Long.getLong("suzaku.chain.seed", 20261124);

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register", "kv", "queue"})
    void a_history_that_meets_a_condition_meets_all_that_it_implies(String model) {
        System.out.println("chain: model " + model + ", seed " + SEED + ", " + HISTORIES + " histories");
        Random random = new Random(SEED);
        Map<Condition, Integer> parted = new EnumMap<>(Condition.class);
        int exceptions = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = BruteForceAgreementTest.next(random, model, 0.1);
            Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
            for (Condition condition : Condition.values()) {
                answers.put(condition, BruteForce.answer(history, condition, model));
            }
            Implications implications = new Implications(history.cuts().isEmpty(), Deadlines.of(history));
            for (Condition strong : Condition.values()) {
                for (Condition weak : Condition.values()) {
                    boolean broken = answers.get(strong) == Answer.VALID && answers.get(weak) == Answer.INVALID;
                    if (broken && weak.ordinal() == strong.ordinal() - 1) {
                        parted.merge(strong, 1, Integer::sum);
                    }
                    boolean chained = strong.inChain() && weak.inChain() && strong.compareTo(weak) < 0;
                    exceptions += broken && chained ? 1 : 0;
                    assertThat(broken && implications.holds(strong, weak))
                            .as(
                                    "history %d of seed %d, %s without %s: %s",
                                    i, SEED, strong, weak, BruteForceAgreementTest.lines(history))
                            .isFalse();
                }
            }
        }
        System.out.println("  met without the one before: " + parted + "; ready-bounded without persistent or"
                + " recoverable, where sessions do not wait for the first reply: " + exceptions);
        assertThat(parted).containsKeys(Condition.READY_BOUNDED, Condition.PERSISTENT, Condition.BUFFERED_PREFIX);
    }
}
