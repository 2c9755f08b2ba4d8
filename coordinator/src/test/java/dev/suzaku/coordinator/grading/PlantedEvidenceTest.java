package dev.suzaku.coordinator.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedEvidenceTest {
    private static final Finding NO_PROGRESS = new Finding(Finding.Kind.VIOLATION, 0, "no progress", "a slow machine");
    private static final RunReport SLOW = report(0, "nothing planted", NO_PROGRESS);

    @Test
    void a_violation_that_the_planted_bug_cannot_have_caused_detects_nothing() {
        for (String plant :
                List.of("no-persistence", "stale-reads", "lossy-cuts", "stale-register", "stale-table-entry")) {
            RunResult result = result(plant, SLOW, Answer.VALID);
            assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.VIOLATION);
            assertThat(result.detected()).as(plant).isFalse();
        }
    }

    @Test
    void lost_data_and_stale_reads_must_be_found_by_the_checker() {
        RunReport clean = Samples.cleanReport();

        assertThat(result("no-persistence", clean, Answer.INVALID).detected()).isTrue();
        assertThat(result("stale-reads", clean, Answer.INVALID).detected()).isFalse();
        assertThat(result("stale-reads", Samples.withStaleReads(clean, 1), Answer.INVALID)
                        .detected())
                .isTrue();
        assertThat(result("stale-reads", Samples.withStaleReads(SLOW, 1), Answer.VALID)
                        .detected())
                .isFalse();
    }

    @Test
    void a_runtime_bug_may_show_in_any_way_once_a_receipt_says_that_it_was_planted() {
        RunReport lossy = report(3, "reverted 3 of 8 lines", NO_PROGRESS);
        RunReport stale =
                report(0, "thread 7 moved on by 2 instructions; planted: RSP of thread 7 is stale", NO_PROGRESS);

        assertThat(result("lossy-cuts", lossy, Answer.VALID).detected()).isTrue();
        assertThat(result("stale-register", stale, Answer.VALID).detected()).isTrue();
        assertThat(result("stale-table-entry", stale, Answer.VALID).detected()).isTrue();
    }

    @Test
    void a_run_without_a_violation_detects_nothing_whatever_was_planted() {
        RunReport stale = report(3, "planted: RSP of thread 7 is stale");

        assertThat(result("stale-register", stale, Answer.VALID).detected()).isFalse();
        assertThat(result("stale-register", stale, Answer.UNKNOWN).detected()).isFalse();
    }

    private static RunReport report(int revertedLines, String note, Finding... findings) {
        Receipt first = new Receipt(0, Fidelity.L1, true, 42, 7, 9, 10, 11, 12, 13, 6, 2, 4, revertedLines, note);
        return Samples.report(List.of(first), 400, true, findings);
    }

    private static RunResult result(String plant, RunReport report, Answer answer) {
        PlannedRun control = Samples.control();
        PlannedRun run = new PlannedRun(control.spec(), control.requirement(), plant, control.checkMillis());
        return RunResult.of(run, new Evidence.Checked(report, Samples.verdict(answer, true), 0));
    }
}
