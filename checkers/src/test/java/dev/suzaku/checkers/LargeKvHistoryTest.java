package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Outcome;
import org.junit.jupiter.api.Test;

class LargeKvHistoryTest {
    private static final long SEED = 7;

    @Test
    void a_hundred_thousand_operations_over_a_hundred_keys_and_25_cuts_are_durable_within_seconds() {
        History history =
                new SimulatedMemcached(new SimulatedMemcached.Plan(8, 100, 120_000, 25, 0, 0, 400_000), SEED).history();
        Verdict verdict = check(history);
        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
        assertThat(verdict.answer(Condition.STRICT)).isEqualTo(Answer.INVALID);
        assertThat(verdict.lateEffectWindow().orElseThrow().atLeastNanos()).isBetween(0L, 700_000L);
        assertThat(verdict.elapsedMillis()).isLessThan(8_000);
    }

    @Test
    void a_contended_key_with_many_pending_operations_is_decided() {
        History history =
                new SimulatedMemcached(new SimulatedMemcached.Plan(8, 50, 100_000, 25, 4, 0, 400_000), SEED).history();
        assertThat(check(history).answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
    }

    @Test
    void planted_stale_reads_are_found_in_every_one_of_ten_histories() {
        for (long seed = SEED; seed < SEED + 10; seed++) {
            History history = new SimulatedMemcached(
                            new SimulatedMemcached.Plan(8, 100, 20_000, 20, 0, 1000, 400_000), seed)
                    .history();
            Verdict verdict = check(history);
            assertThat(verdict.answer(Condition.DURABLE)).as("seed %d", seed).isEqualTo(Answer.INVALID);
            Counterexample found = verdict.counterexample().orElseThrow();
            assertThat(found.operations()).as(found.summary()).hasSizeLessThan(60);
        }
    }

    @Test
    void a_budget_that_runs_out_gives_unknown_with_a_reason() {
        History history =
                new SimulatedMemcached(new SimulatedMemcached.Plan(8, 50, 200_000, 20, 0, 0, 400_000), SEED).history();
        CheckRequest request = new CheckRequest("kv", CheckRequest.all("kv").conditions(), 1, "auto", true);
        Verdict verdict = new HistoryChecker().check(history, request);
        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.UNKNOWN);
        assertThat(verdict.reason().orElseThrow()).contains("budget of 1 ms");
        assertThat(verdict.strongest()).isEmpty();
    }

    private static Verdict check(History history) {
        Verdict verdict = new HistoryChecker().check(history, CheckRequest.all("kv"));
        System.out.println(
                history.operations().size() + " operations, " + history.count(Outcome.INFO) + " pending, seed "
                        + SEED + ": " + verdict.conditions() + " window " + verdict.lateEffectWindow() + " reason "
                        + verdict.reason() + " in " + verdict.elapsedMillis() + " ms");
        return verdict;
    }
}
