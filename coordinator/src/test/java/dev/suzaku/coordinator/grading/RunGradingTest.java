package dev.suzaku.coordinator.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Certificate;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Counterexample;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.faults.Receipt;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunGradingTest {
    private static final List<Receipt> RECEIPTS = List.of(Samples.receipt(0, true), Samples.receipt(1, true));
    private static final Finding NOT_RECOVERED = new Finding(Finding.Kind.VIOLATION, 1, "not recovered", "hung");
    private static final Finding EVICTIONS = new Finding(Finding.Kind.INCONCLUSIVE, -1, "evictions", "");

    @Test
    void a_clean_run_with_a_valid_history_passes() {
        assertThat(grade(Samples.cleanReport(), Answer.VALID)).isEqualTo(Outcome.PASS);
    }

    @Test
    void an_invalid_history_is_a_violation() {
        assertThat(grade(Samples.cleanReport(), Answer.INVALID).kind()).isEqualTo(Outcome.Kind.VIOLATION);
    }

    @Test
    void the_reason_of_a_violation_is_one_line_that_names_the_operation() {
        Operation read = new Operation(
                7, 1, 0, "get", "k", Value.NOTHING, new Value.Text("old"), dev.suzaku.histories.Outcome.OK, 1, 2);
        Verdict invalid = Samples.verdict(Answer.INVALID, true);
        Verdict explained = new Verdict(
                invalid.conditions(),
                invalid.strongest(),
                invalid.lateEffectWindow(),
                invalid.lossWindow(),
                invalid.engine(),
                invalid.engineReason(),
                invalid.operations(),
                invalid.okOperations(),
                true,
                1,
                invalid.reason(),
                Optional.of(new Counterexample(
                        Condition.DURABLE,
                        "k",
                        read,
                        List.of("new"),
                        new Certificate(Certificate.Kind.DEAD_END, "no order", List.of(read), List.of()),
                        Optional.empty(),
                        "Not durable:\n  #7 get -> old\nand more",
                        List.of(read))));

        Outcome outcome =
                RunGrading.grade(Samples.plainRun(), new Evidence.Checked(Samples.cleanReport(), explained, 0));

        assertThat(outcome).isEqualTo(Outcome.violation("durable is INVALID: Not durable: #7 get -> old"));
    }

    @Test
    void an_unknown_verdict_is_inconclusive_with_its_reason() {
        Outcome outcome = grade(Samples.cleanReport(), Answer.UNKNOWN);

        assertThat(outcome).isEqualTo(Outcome.inconclusive("durable is UNKNOWN: budget of 10 ms"));
    }

    @Test
    void a_lost_worker_is_inconclusive() {
        Outcome outcome = RunGrading.grade(Samples.plainRun(), new Evidence.Lost("worker lost"));

        assertThat(outcome).isEqualTo(Outcome.inconclusive("worker lost"));
    }

    @Test
    void a_target_that_did_not_recover_is_a_violation_although_its_history_is_valid() {
        Outcome outcome = grade(Samples.report(RECEIPTS, 400, false, NOT_RECOVERED), Answer.VALID);

        assertThat(outcome).isEqualTo(Outcome.violation("not recovered after cut 1: hung"));
    }

    @Test
    void what_blurs_the_verdict_comes_before_any_violation() {
        assertThat(grade(Samples.report(RECEIPTS, 400, true, NOT_RECOVERED, EVICTIONS), Answer.INVALID))
                .isEqualTo(Outcome.inconclusive("evictions"));
    }

    @Test
    void a_cut_without_a_complete_receipt_is_inconclusive_whatever_the_history_says() {
        List<Receipt> broken = List.of(Samples.receipt(0, true), Samples.receipt(1, false));

        for (Answer answer : Answer.values()) {
            Outcome outcome = grade(Samples.report(broken, 400, true), answer);
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.INCONCLUSIVE);
            assertThat(outcome.reason()).contains("no receipt");
        }
    }

    @Test
    void too_few_cuts_are_inconclusive() {
        Outcome outcome = grade(Samples.report(List.of(Samples.receipt(0, true)), 400, true), Answer.VALID);

        assertThat(outcome).isEqualTo(Outcome.inconclusive("1 of 2 planned cuts were made"));
    }

    @Test
    void a_run_in_which_all_operations_failed_is_inconclusive() {
        assertThat(grade(Samples.report(RECEIPTS, 0, true), Answer.VALID))
                .isEqualTo(Outcome.inconclusive("all operations failed"));
    }

    @Test
    void an_unfinished_run_is_inconclusive() {
        assertThat(grade(Samples.report(RECEIPTS, 400, false), Answer.VALID))
                .isEqualTo(Outcome.inconclusive("the run did not complete"));
    }

    @Test
    void an_incomplete_history_never_passes_but_may_be_a_violation() {
        assertThat(grade(Samples.plainRun(), Samples.cleanReport(), Answer.VALID, false)
                        .kind())
                .isEqualTo(Outcome.Kind.INCONCLUSIVE);
        assertThat(grade(Samples.plainRun(), Samples.cleanReport(), Answer.INVALID, false)
                        .kind())
                .isEqualTo(Outcome.Kind.VIOLATION);
    }

    @Test
    void counts_that_are_not_reached_are_inconclusive_and_all_named() {
        PlannedRun run = Samples.plainRun();
        PlannedRun demanding = new PlannedRun(
                run.spec(),
                new PlannedRun.Requirement(run.requirement().condition(), 401, 3, 5, 9),
                "",
                run.checkMillis());

        Outcome outcome = grade(demanding, Samples.cleanReport(), Answer.VALID, true);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.INCONCLUSIVE);
        assertThat(outcome.reason())
                .contains("only 400 answered operations, required are 401")
                .contains("only 2 cuts with operations in flight, required are 3")
                .contains("only 4 threads interrupted in user mode, required are 5")
                .contains("only 8 threads interrupted in the kernel, required are 9");
    }

    @Test
    void operations_without_a_known_result_do_not_count() {
        PlannedRun run = Samples.plainRun();

        Outcome outcome = grade(run, Samples.report(RECEIPTS, 199, true), Answer.VALID, true);

        assertThat(outcome).isEqualTo(Outcome.inconclusive("only 199 answered operations, required are 200"));
    }

    @Test
    void only_a_clean_run_bounds_the_probability_of_a_failure() {
        List<Receipt> three = List.of(Samples.receipt(0, true), Samples.receipt(1, true), Samples.receipt(2, true));
        for (Answer answer : Answer.values()) {
            Evidence evidence =
                    new Evidence.Checked(Samples.report(three, 400, true), Samples.verdict(answer, true), 0);
            RunResult result = RunResult.of(Samples.plainRun(), evidence);
            assertThat(ResultJson.run(result).has("failure_bound_95")).isEqualTo(answer == Answer.VALID);
        }
    }

    @Test
    void a_history_that_cannot_be_read_is_inconclusive_unless_the_agent_saw_a_violation() {
        RunReport report = Samples.report(RECEIPTS, 400, true, NOT_RECOVERED);

        assertThat(RunGrading.grade(Samples.plainRun(), new Evidence.Unchecked(Samples.cleanReport(), "damaged")))
                .isEqualTo(Outcome.inconclusive("damaged"));
        assertThat(RunGrading.grade(Samples.plainRun(), new Evidence.Unchecked(report, "damaged"))
                        .kind())
                .isEqualTo(Outcome.Kind.VIOLATION);
    }

    private static Outcome grade(RunReport report, Answer answer) {
        return grade(Samples.plainRun(), report, answer, true);
    }

    private static Outcome grade(PlannedRun run, RunReport report, Answer answer, boolean historyComplete) {
        return RunGrading.grade(run, new Evidence.Checked(report, Samples.verdict(answer, historyComplete), 0));
    }
}
