package dev.suzaku.coordinator;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.coordinator.campaign.CampaignFile;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.Evidence;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.Receipt;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Campaigns, reports and verdicts for tests: all clean, to be spoiled where a test wants it. */
public final class Samples {
    public static final String CAMPAIGN = """
        campaign: sample
        targets:
          - {type: memcached, persistence: wpp}
        workloads:
          - {type: mixed, clients: 4}
        cut_plans:
          - {fidelity: L1, cuts: 2, operations_between: {min: 100, max: 200}}
        require: {operations: 200, cuts_with_operations_in_flight: 1}
        controls:
          - {plant: no-persistence, cuts: 1, operations_between: {min: 50, max: 60}}
          - {plant: stale-reads, one_in: 10, cuts: 1, operations_between: {min: 50, max: 60}}
        """;

    private Samples() {}

    public static CampaignPlan plan(long seed, boolean plantBugs) {
        return CampaignPlan.of(CampaignFile.parse(CAMPAIGN, "sample.yaml"), seed, plantBugs);
    }

    public static PlannedRun plainRun() {
        return plan(1, true).runs().get(0);
    }

    public static PlannedRun control() {
        return plan(1, true).runs().get(1);
    }

    public static Receipt receipt(int cut, boolean complete) {
        return new Receipt(cut, Fidelity.L1, complete, 42, 7, 9, 10, 11, 12, 13, 6, 2, 4, 0, "");
    }

    public static RunReport cleanReport() {
        return report(List.of(receipt(0, true), receipt(1, true)), 400, true, List.of());
    }

    public static RunReport report(List<Receipt> receipts, long ok, boolean completed, Finding... findings) {
        return report(receipts, ok, completed, Arrays.asList(findings));
    }

    private static RunReport report(List<Receipt> receipts, long ok, boolean completed, List<Finding> findings) {
        int cuts = receipts.size();
        return new RunReport(
                "sample",
                "memcached-wpp-L1",
                completed,
                400,
                ok,
                0,
                400 - ok,
                cuts,
                receipts,
                Collections.nCopies(cuts, 3),
                cuts,
                2 * cuts,
                4 * cuts,
                Collections.nCopies(cuts, 5.5),
                5.5,
                5.5,
                5.5,
                10,
                10,
                0,
                1_000,
                findings);
    }

    /** The same report of a run in which so many stale reads were planted. */
    public static RunReport withStaleReads(RunReport report, long planted) {
        return new RunReport(
                report.campaign(),
                report.run(),
                report.completed(),
                report.operations(),
                report.ok(),
                report.fail(),
                report.info(),
                report.cuts(),
                report.receipts(),
                report.inFlight(),
                report.cutsWithInFlight(),
                report.threadsInUser(),
                report.threadsInKernel(),
                report.recoveryMillis(),
                report.recoveryMedianMillis(),
                report.recoveryP99Millis(),
                report.recoveryMaxMillis(),
                report.lastEpochWrites(),
                report.lastEpochWritesObserved(),
                planted,
                report.elapsedMillis(),
                report.findings());
    }

    /** What a campaign hopes for: plain runs pass, controls are found by the checker. */
    public static RunResult asExpected(PlannedRun run, RunReport report) {
        Answer answer = run.isControl() ? Answer.INVALID : Answer.VALID;
        RunReport planted = run.control().equals("stale-reads") ? withStaleReads(report, 1) : report;
        return RunResult.of(run, new Evidence.Checked(planted, verdict(answer, true), 0));
    }

    /** Every condition gets the same answer. */
    public static Verdict verdict(Answer answer, boolean historyComplete) {
        Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
        for (Condition condition : Condition.values()) {
            answers.put(condition, answer);
        }
        Optional<Condition> strongest = answer == Answer.VALID ? Optional.of(Condition.STRICT) : Optional.empty();
        Optional<String> reason = answer == Answer.UNKNOWN ? Optional.of("budget of 10 ms") : Optional.empty();
        return new Verdict(
                answers,
                strongest,
                Optional.empty(),
                Optional.empty(),
                "test",
                "test: it is a sample",
                400,
                400,
                historyComplete,
                3,
                reason,
                Optional.empty());
    }
}
