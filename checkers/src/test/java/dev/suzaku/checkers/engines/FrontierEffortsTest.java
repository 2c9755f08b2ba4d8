package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import org.junit.jupiter.api.Test;

class FrontierEffortsTest {
    private static final long SEED = 1;

    @Test
    void a_frugal_sweep_finds_a_witness_among_hundreds_of_pending_operations() {
        assertThat(sweep(Workload.cas(10, 3000, SEED).withCuts(20), Effort.witness(256)))
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void a_frugal_sweep_is_never_sure_of_a_violation_where_operations_are_pending() {
        for (long seed = SEED; seed < SEED + 20; seed++) {
            Workload stale = Workload.cas(4, 200, seed).withCuts(2).withStaleRead();
            assertThat(sweep(stale, Effort.witness(256))).as("seed %d", seed).isNotInstanceOf(Finding.Violated.class);
        }
    }

    @Test
    void every_effort_that_is_sure_agrees_with_the_exact_sweep() {
        int violated = 0;
        for (long seed = SEED; seed < SEED + 60; seed++) {
            Workload stale = Workload.cas(3, 80, seed).withCuts(1).withStaleRead();
            Finding exact = sweep(stale, Effort.EXACT);
            violated += exact instanceof Finding.Violated ? 1 : 0;
            for (Effort effort : new Effort[] {Effort.witness(1), Effort.witness(64), Effort.relaxed(4096)}) {
                Finding finding = sweep(stale, effort);
                if (!(finding instanceof Finding.Undecided)) {
                    assertThat(finding.getClass())
                            .as("seed %d, %s", seed, effort)
                            .isEqualTo(exact.getClass());
                }
            }
        }
        assertThat(violated).isBetween(5, 59);
    }

    /** Those that used up the fewest operations lead on most often; a search that keeps others finds fewer. */
    @Test
    void a_search_that_keeps_little_keeps_what_leads_on() {
        int found = 0;
        int foundByWide = 0;
        for (long seed = SEED; seed < SEED + 20; seed++) {
            Workload workload = Workload.cas(8, 600, seed).withCuts(6);
            found += sweep(workload, Effort.witness(4)) instanceof Finding.Linearizable ? 1 : 0;
            foundByWide += wideSweep(workload, Effort.witness(8)) instanceof Finding.Linearizable ? 1 : 0;
        }
        assertThat(found).isEqualTo(20);
        assertThat(foundByWide).isGreaterThanOrEqualTo(15);
    }

    private static Finding wideSweep(Workload workload, Effort effort) {
        History history = HistoryGenerator.history(workload);
        KeyHistory key = KeyHistory.of("", Models.named(workload.model()), history.operations(), history.cuts());
        Timeline timeline = Timeline.of(key, history.cuts(), operation -> Operation.NEVER);
        Budget budget = new Budget(60_000, System::nanoTime);
        return new WideSweep(key, timeline, budget, timeline.openMax(), effort).run();
    }

    private static Finding sweep(Workload workload, Effort effort) {
        History history = HistoryGenerator.history(workload);
        KeyHistory key = KeyHistory.of("", Models.named(workload.model()), history.operations(), history.cuts());
        Timeline timeline = Timeline.of(key, history.cuts(), operation -> Operation.NEVER);
        Budget budget = new Budget(60_000, System::nanoTime);
        return new FrontierSweep(key, timeline, budget, effort, new PendingClasses(key, timeline)).run();
    }
}
