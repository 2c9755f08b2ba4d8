package dev.suzaku.coordinator.campaign;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.checkers.Condition;

/**
 * One run of a campaign: what the agent gets, and what the coordinator asks of the result.
 *
 * @param spec what the agent carries out
 * @param requirement what a PASS needs
 * @param control id of the bug that must be found in this run, empty when it is no control; set also when planting is disabled, so
 *     that the run then counts as an undetected control
 * @param checkMillis the checker's budget
 */
public record PlannedRun(RunSpec spec, Requirement requirement, String control, long checkMillis) {

    public String id() {
        return spec.run();
    }

    public boolean isControl() {
        return !control.isEmpty();
    }

    /**
     * What a PASS needs. Counts that are not reached make a run INCONCLUSIVE.
     *
     * @param condition must be VALID
     * @param operations operations with a known result, at least; refused and unanswered ones show nothing
     * @param cutsWithInFlight cuts that hit client operations in flight, at least
     * @param threadsInUser threads interrupted in user mode, at least
     * @param threadsInKernel threads interrupted in the kernel, at least
     */
    public record Requirement(
            Condition condition, long operations, int cutsWithInFlight, int threadsInUser, int threadsInKernel) {}
}
