package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelKeysTest {
    private static final long SEED = 20261125;
    private static final int HISTORIES = 400;

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register", "kv"})
    void the_verdict_does_not_depend_on_the_number_of_threads(String model) {
        Random random = new Random(SEED);
        int invalid = 0;
        int otherThanFirst = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = new RandomHistories(random.nextLong(), model, 0.05)
                    .onKeys(5)
                    .next(1 + random.nextInt(4), 25, random.nextInt(3));
            Verdict one = new HistoryChecker(1).check(history, CheckRequest.all(model));
            Verdict several = new HistoryChecker(4).check(history, CheckRequest.all(model));
            assertThat(withoutTime(several))
                    .as("history %d of seed %d", i, SEED)
                    .isEqualTo(withoutTime(one));
            invalid += one.counterexample().isPresent() ? 1 : 0;
            String first = history.operations().get(0).key();
            otherThanFirst += one.counterexample()
                            .filter(found -> !found.key().equals(first))
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(invalid).isGreaterThan(HISTORIES / 4);
        assertThat(otherThanFirst).isGreaterThan(HISTORIES / 20);
    }

    private static List<Object> withoutTime(Verdict verdict) {
        return List.of(
                verdict.conditions(),
                verdict.strongest(),
                verdict.lateEffectWindow(),
                verdict.lossWindow(),
                verdict.engine(),
                verdict.engineReason(),
                verdict.reason(),
                verdict.counterexample());
    }

    @Test
    void objects_are_looked_at_by_as_many_threads_as_were_asked_for_and_results_keep_their_order() {
        int threads = 3;
        CyclicBarrier together = new CyclicBarrier(threads); // passes only if three tasks run at once
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        List<Integer> results = new KeyThreads(threads).run(threads * 5, budget(), (object, share) -> {
            seen.add(Thread.currentThread());
            meet(together);
            return object * 10;
        });
        assertThat(results)
                .isEqualTo(IntStream.range(0, threads * 5).mapToObj(i -> i * 10).toList());
        assertThat(seen).hasSize(threads);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the threads did not run at once", e);
        }
    }

    @Test
    void one_thread_is_the_callers_own() {
        List<Thread> seen = new ArrayList<>();
        new KeyThreads(1).run(4, budget(), (object, share) -> seen.add(Thread.currentThread()));
        assertThat(seen).hasSize(4).containsOnly(Thread.currentThread());
        assertThatThrownBy(() -> new KeyThreads(0)).isInstanceOf(CheckException.class);
    }

    @Test
    void the_budget_of_all_threads_is_one_and_a_failure_ends_it() {
        Budget budget = budget();
        assertThatThrownBy(() -> new KeyThreads(2).run(2, budget, (object, share) -> {
                    if (object == 1) {
                        throw new CheckException("object 1 does not fit");
                    }
                    while (!share.spent()) {
                        Thread.onSpinWait();
                    }
                    return object;
                }))
                .isInstanceOf(CheckException.class)
                .hasMessage("object 1 does not fit");
        assertThat(budget.whySpent()).isPresent();
    }

    private static Budget budget() {
        return new Budget(30_000, System::nanoTime);
    }
}
