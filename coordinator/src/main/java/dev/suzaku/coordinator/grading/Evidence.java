package dev.suzaku.coordinator.grading;

import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Verdict;

/** What is known when a run has ended. */
public sealed interface Evidence {

    /**
     * The agent reported and the history was checked.
     *
     * @param originNanos time of the history's first event
     */
    record Checked(RunReport report, Verdict verdict, long originNanos) implements Evidence {}

    /** The agent reported, but there is no history that could be checked. */
    record Unchecked(RunReport report, String reason) implements Evidence {}

    /** There is no report: the worker was lost, or the run was interrupted. */
    record Lost(String reason) implements Evidence {}
}
