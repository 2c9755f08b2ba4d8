package dev.suzaku.coordinator.grading;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Counterexample;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.faults.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Grades one run. The order of the questions matters and is this:
 *
 * <ol>
 *   <li>Is there a report at all? Else INCONCLUSIVE (worker lost, interrupted).
 *   <li>Is what happened evidence? A missing or incomplete receipt, or anything the agent found that blurs the verdict (evictions, a
 *       target that never started) makes it INCONCLUSIVE, whatever the history says.
 *   <li>Did the agent see a violation itself (not recovered, no progress, a dump that contradicts the history)? VIOLATION.
 *   <li>Does the history violate the required condition? VIOLATION.
 *   <li>Is the evidence enough for a pass? All of: the run completed, every planned cut has its receipt, the history is whole, some
 *       operation succeeded, the condition is VALID, every required count is reached. Else INCONCLUSIVE.
 * </ol>
 */
public final class RunGrading {
    private RunGrading() {}

    public static Outcome grade(PlannedRun run, Evidence evidence) {
        if (evidence instanceof Evidence.Lost lost) {
            return Outcome.inconclusive(lost.reason());
        }
        if (evidence instanceof Evidence.Unchecked unchecked) {
            return withoutVerdict(unchecked);
        }
        Evidence.Checked checked = (Evidence.Checked) evidence;
        return blurred(checked.report())
                .or(() -> seenByAgent(checked.report()))
                .or(() -> violated(run, checked.verdict()))
                .or(() -> notEnough(run, checked))
                .orElse(Outcome.PASS);
    }

    private static Outcome withoutVerdict(Evidence.Unchecked unchecked) {
        return blurred(unchecked.report())
                .or(() -> seenByAgent(unchecked.report()))
                .orElse(Outcome.inconclusive(unchecked.reason()));
    }

    private static Optional<Outcome> blurred(RunReport report) {
        Optional<Outcome> finding = first(report, Finding.Kind.INCONCLUSIVE).map(Outcome::inconclusive);
        if (finding.isPresent()) {
            return finding;
        }
        long complete = report.receipts().stream().filter(Receipt::complete).count();
        if (report.receipts().size() < report.cuts()
                || complete < report.receipts().size()) {
            return Optional.of(Outcome.inconclusive(
                    "no receipt: " + complete + " complete receipts for " + report.cuts() + " cuts"));
        }
        return Optional.empty();
    }

    private static Optional<Outcome> seenByAgent(RunReport report) {
        return first(report, Finding.Kind.VIOLATION).map(Outcome::violation);
    }

    private static Optional<String> first(RunReport report, Finding.Kind kind) {
        return report.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .map(RunGrading::sentence);
    }

    private static String sentence(Finding finding) {
        String where = finding.cut() < 0 ? "" : " after cut " + finding.cut();
        return finding.reason() + where + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
    }

    private static Optional<Outcome> violated(PlannedRun run, Verdict verdict) {
        if (answer(run, verdict) != Answer.INVALID) {
            return Optional.empty();
        }
        String example = verdict.counterexample()
                .map(Counterexample::summary)
                .map(RunGrading::head)
                .orElse("no counterexample given");
        return Optional.of(Outcome.violation(run.requirement().condition().id() + " is INVALID: " + example));
    }

    /** The first two lines as one: the claim and the operation it is about. */
    private static String head(String summary) {
        return String.join(" ", summary.lines().map(String::strip).limit(2).toList());
    }

    private static Optional<Outcome> notEnough(PlannedRun run, Evidence.Checked checked) {
        RunReport report = checked.report();
        Verdict verdict = checked.verdict();
        if (!report.completed()) {
            return inconclusive("the run did not complete");
        }
        if (report.cuts() < run.spec().cuts().cuts()) {
            return inconclusive(report.cuts() + " of " + run.spec().cuts().cuts() + " planned cuts were made");
        }
        if (!verdict.historyComplete()) {
            return inconclusive("the history file is incomplete");
        }
        if (report.ok() == 0) {
            return inconclusive("all operations failed");
        }
        if (answer(run, verdict) != Answer.VALID) {
            String condition = run.requirement().condition().id();
            return inconclusive(condition + " is " + answer(run, verdict)
                    + verdict.reason().map(why -> ": " + why).orElse(""));
        }
        List<String> missing = shortfalls(run.requirement(), report);
        return missing.isEmpty() ? Optional.empty() : inconclusive(String.join("; ", missing));
    }

    private static List<String> shortfalls(PlannedRun.Requirement required, RunReport report) {
        List<String> missing = new ArrayList<>();
        shortfall(missing, "answered operations", report.ok(), required.operations());
        shortfall(missing, "cuts with operations in flight", report.cutsWithInFlight(), required.cutsWithInFlight());
        shortfall(missing, "threads interrupted in user mode", report.threadsInUser(), required.threadsInUser());
        shortfall(missing, "threads interrupted in the kernel", report.threadsInKernel(), required.threadsInKernel());
        return missing;
    }

    private static void shortfall(List<String> missing, String what, long reached, long required) {
        if (reached < required) {
            missing.add("only " + reached + " " + what + ", required are " + required);
        }
    }

    private static Answer answer(PlannedRun run, Verdict verdict) {
        return verdict.conditions().getOrDefault(run.requirement().condition(), Answer.UNKNOWN);
    }

    private static Optional<Outcome> inconclusive(String reason) {
        return Optional.of(Outcome.inconclusive(reason));
    }
}
