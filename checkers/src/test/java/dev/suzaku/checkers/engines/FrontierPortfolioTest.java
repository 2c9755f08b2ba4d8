package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.BruteForce;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every search of the frontier by itself against brute force. */
class FrontierPortfolioTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = 20261126;
    private static final List<Condition> BY_DEADLINES = List.of(Condition.STRICT, Condition.DURABLE);
    private static final List<Condition> ALSO_BY_SESSIONS =
            List.of(Condition.STRICT, Condition.DURABLE, Condition.RECOVERABLE);

    private final int[] linearizable = new int[2];
    private final int[] violated = new int[2];
    private int undecided;

    /** Decides one timeline. */
    private interface Search {
        Finding decide(KeyHistory key, Timeline timeline);
    }

    @ParameterizedTest
    @CsvSource({"cas-register", "multi-register", "queue", "set", "bank", "kv"})
    void the_exact_search_and_the_portfolio_agree_with_brute_force_on_everything(String model) {
        compare(model, engine("exact"), ALSO_BY_SESSIONS);
        compare(model, engine("frontier"), ALSO_BY_SESSIONS);
        assertThat(undecided).isZero();
        assertThat(linearizable[0]).isEqualTo(linearizable[1]).isPositive();
        assertThat(violated[0]).isEqualTo(violated[1]).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"cas-register", "multi-register", "queue"})
    void a_relaxed_search_is_right_about_violations_and_finds_most_of_them(String model) {
        compare(model, engine("relax"), BY_DEADLINES);
        assertThat(violated[0] * 10).isGreaterThan(violated[1] * 6);
    }

    @ParameterizedTest
    @CsvSource({"cas-register", "multi-register", "queue"})
    void a_depth_first_search_is_right_about_witnesses_and_finds_nearly_all_of_them(String model) {
        compare(model, engine("depth-first"), BY_DEADLINES);
        assertThat(linearizable[0] * 100).isGreaterThan(linearizable[1] * 95);
    }

    @ParameterizedTest
    @CsvSource({"cas-register", "multi-register", "queue", "set", "bank", "kv"})
    void the_search_for_any_number_of_open_operations_agrees_with_brute_force_too(String model) {
        compare(model, wide(Effort.EXACT), ALSO_BY_SESSIONS);
        assertThat(undecided).isZero();
        compare(model, wide(Effort.witness(2)), BY_DEADLINES);
        compare(model, wide(Effort.relaxed(4096)), BY_DEADLINES);
    }

    @Test
    void what_was_asked_for_by_name_is_what_decides() {
        for (String name : List.of("frontier", "relax", "depth-first", "exact")) {
            KeyHistory key = key(new RandomHistories(SEED, "cas-register", 0).next(2, 4, 0), "cas-register");
            Decision decision = Engines.named(name, key)
                    .decision(
                            key,
                            Timeline.of(key, List.of(), Deadlines.of(history()).at(Condition.DURABLE, End.LENIENT)),
                            budget());
            assertThat(decision.engine()).isEqualTo(name);
            assertThat(decision.finding()).isInstanceOf(Finding.Linearizable.class);
        }
    }

    private static History history() {
        return new RandomHistories(SEED, "cas-register", 0).next(2, 4, 0);
    }

    private static Search engine(String name) {
        return (key, timeline) -> Engines.named(name, key).decide(key, timeline, budget());
    }

    private static Search wide(Effort effort) {
        return (key, timeline) -> new WideSweep(key, timeline, budget(), timeline.openMax(), effort).run();
    }

    private static Budget budget() {
        return new Budget(10_000, System::nanoTime);
    }

    private static KeyHistory key(History history, String model) {
        return KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
    }

    private void compare(String model, Search search, List<Condition> conditions) {
        RandomHistories histories = new RandomHistories(SEED, model, 0.1);
        Random random = new Random(SEED);
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(7), random.nextInt(3));
            KeyHistory key = key(history, model);
            for (Condition condition : conditions) {
                Timeline timeline = Findings.timeline(key, history, condition);
                boolean expected = BruteForce.linearizable(history.operations(), history.cuts(), condition, model);
                (expected ? linearizable : violated)[1]++;
                Finding finding = search.decide(key, timeline);
                if (finding instanceof Finding.Undecided) {
                    undecided++;
                    continue;
                }
                (expected ? linearizable : violated)[0]++;
                assertThat(finding instanceof Finding.Linearizable)
                        .as("history %d, %s: %s", i, condition, history.operations())
                        .isEqualTo(expected);
            }
        }
    }
}
