package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.Progress;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.RunResult;

/** Is told how a campaign gets on, by one thread at a time; must return quickly. */
public interface CampaignListener {

    void agentJoined(String agent, long pid);

    void runStarted(PlannedRun run);

    void progressed(Progress progress);

    void checking(PlannedRun run);

    void runEnded(RunResult result);
}
