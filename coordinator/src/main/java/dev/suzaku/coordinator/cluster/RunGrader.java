package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.RunReport;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.RunDirectory;

/** Turns what a run left behind into its result, and writes the result down. May take as long as the checker's budget. */
public interface RunGrader {

    /** The agent reported: check the history and grade. */
    RunResult grade(PlannedRun run, RunDirectory directory, RunReport report);

    /** There is no report and never will be. */
    RunResult lost(PlannedRun run, RunDirectory directory, String reason);
}
