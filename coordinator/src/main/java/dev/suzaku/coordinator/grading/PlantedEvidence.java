package dev.suzaku.coordinator.grading;

import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.campaign.Plant;
import dev.suzaku.faults.PlantedBug;

/**
 * Whether the violation of a control can come from the bug that was planted in it. A machine that is too slow, or another bug,
 * makes violations too; they must not vouch for the house.
 */
final class PlantedEvidence {
    private PlantedEvidence() {}

    static boolean suffices(PlannedRun run, Evidence evidence) {
        return switch (Plant.ofId(run.control())) {
            case NO_PERSISTENCE -> historyViolates(run, evidence);
            case STALE_READS ->
                historyViolates(run, evidence) && report(evidence).staleReadsPlanted() > 0;
            case LOSSY_CUTS -> report(evidence).receipts().stream().anyMatch(receipt -> receipt.revertedLines() > 0);
            case STALE_REGISTER, STALE_TABLE_ENTRY ->
                report(evidence).receipts().stream()
                        .anyMatch(receipt -> receipt.note().contains(PlantedBug.NOTE));
        };
    }

    /** Bugs that are planted into what clients see must be found by the checker, not by a time-out. */
    private static boolean historyViolates(PlannedRun run, Evidence evidence) {
        return evidence instanceof Evidence.Checked checked
                && checked.verdict().answer(run.requirement().condition()) == Answer.INVALID;
    }

    /** Of a run that came out as a violation: there is a report. */
    private static RunReport report(Evidence evidence) {
        if (evidence instanceof Evidence.Checked checked) {
            return checked.report();
        }
        if (evidence instanceof Evidence.Unchecked unchecked) {
            return unchecked.report();
        }
        throw new IllegalArgumentException("a violation without a report: " + evidence);
    }
}
