package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import org.junit.jupiter.api.Test;

/**
 * How many configurations are looked at: each rule that prunes the search, if it were missing, would show here and nowhere
 * else. The limits are a hundredth above what was measured.
 */
class FrontierStepsTest {
    private static final long SEED = 7;

    @Test
    void a_register_that_is_compared_and_set() {
        assertThat(steps(HistoryGenerator.history(Workload.cas(10, 1500, SEED)), "cas-register", Effort.EXACT))
                .isLessThanOrEqualTo(3276);
    }

    @Test
    void a_register_that_is_only_read_and_written() {
        Workload workload = new Workload(12, 1500, 0, 0, false, 4, false, SEED);
        assertThat(steps(HistoryGenerator.history(workload), "register", Effort.EXACT))
                .isLessThanOrEqualTo(3839);
    }

    @Test
    void counted_operations_pending_over_cuts() {
        History history = HistoryGenerator.history(Workload.cas(6, 600, SEED).withCuts(4));
        assertThat(steps(history, "cas-register", Effort.EXACT)).isLessThanOrEqualTo(4701);
    }

    @Test
    void a_relaxed_search_over_cuts() {
        History history = HistoryGenerator.history(Workload.cas(10, 1500, SEED).withCuts(20));
        assertThat(steps(history, "cas-register", Effort.relaxed(4096))).isLessThanOrEqualTo(7848);
    }

    @Test
    void a_search_for_a_witness_over_cuts() {
        History history = HistoryGenerator.history(Workload.cas(10, 1500, SEED).withCuts(20));
        assertThat(steps(history, "cas-register", Effort.witness(64))).isLessThanOrEqualTo(21594);
    }

    @Test
    void a_queue_of_equal_values() {
        History history = new RandomHistories(SEED, "queue", 0).next(4, 40, 0);
        assertThat(steps(history, "queue", Effort.EXACT)).isLessThanOrEqualTo(1088);
    }

    private static long steps(History history, String model, Effort effort) {
        KeyHistory key = KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
        Timeline timeline = Timeline.of(key, history.cuts(), operation -> Operation.NEVER);
        FrontierSweep sweep = new FrontierSweep(
                key, timeline, new Budget(60_000, System::nanoTime), effort, new PendingClasses(key, timeline));
        Finding finding = sweep.run();
        assertThat(finding).isNotInstanceOf(Finding.Violated.class);
        assertThat(sweep.steps()).isPositive();
        return sweep.steps();
    }
}
