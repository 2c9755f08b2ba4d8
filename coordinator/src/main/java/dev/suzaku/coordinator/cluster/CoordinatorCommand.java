package dev.suzaku.coordinator.cluster;

import dev.suzaku.coordinator.grading.RunResult;

/** What the coordinator actor is told inside its own JVM; see {@link AgentEvent} for what comes from agents. */
sealed interface CoordinatorCommand {

    /** Carry out a campaign after those submitted before. */
    record Submit(CampaignJob job) implements CoordinatorCommand {}

    /** Something from an agent. */
    record FromAgent(AgentEvent event) implements CoordinatorCommand {}

    /** The check of a run has ended. */
    record Graded(CampaignJob job, RunResult result) implements CoordinatorCommand {}

    /** The check of a run broke down. */
    record GradingFailed(CampaignJob job, Throwable cause) implements CoordinatorCommand {}

    /** Time to look at leases. */
    enum Tick implements CoordinatorCommand {
        TICK
    }
}
