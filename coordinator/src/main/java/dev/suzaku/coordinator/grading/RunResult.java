package dev.suzaku.coordinator.grading;

import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.coordinator.campaign.PlannedRun;
import java.util.Optional;

/** A run that has ended, with its grade. */
public record RunResult(PlannedRun plan, Evidence evidence, Outcome outcome) {

    public static RunResult of(PlannedRun plan, Evidence evidence) {
        return new RunResult(plan, evidence, RunGrading.grade(plan, evidence));
    }

    /** A control is detected if and only if its run came out as a violation that its own bug can have caused. */
    public boolean detected() {
        return plan.isControl() && outcome.kind() == Outcome.Kind.VIOLATION && PlantedEvidence.suffices(plan, evidence);
    }

    public Optional<RunReport> report() {
        if (evidence instanceof Evidence.Checked checked) {
            return Optional.of(checked.report());
        }
        return evidence instanceof Evidence.Unchecked unchecked ? Optional.of(unchecked.report()) : Optional.empty();
    }

    public Optional<Verdict> verdict() {
        return evidence instanceof Evidence.Checked checked ? Optional.of(checked.verdict()) : Optional.empty();
    }
}
