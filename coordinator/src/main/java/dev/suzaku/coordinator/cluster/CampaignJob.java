package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.RunSpec;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunDirectory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A campaign being carried out: what is still to be done and what came of the rest. Belongs to the coordinator actor. */
final class CampaignJob {
    private final CampaignPlan plan;
    private final CampaignDirectory directory;
    private final CampaignListener listener;
    private final Deque<PlannedRun> waiting;
    private final Map<String, RunResult> results = new HashMap<>();
    private final CompletableFuture<List<RunResult>> done = new CompletableFuture<>();

    CampaignJob(CampaignPlan plan, CampaignDirectory directory, CampaignListener listener) {
        this.plan = plan;
        this.directory = directory;
        this.listener = listener;
        this.waiting = new ArrayDeque<>(plan.runs());
    }

    /** Completes with the results in the plan's order, or exceptionally when the campaign cannot be carried out. */
    CompletableFuture<List<RunResult>> done() {
        return done;
    }

    CampaignPlan plan() {
        return plan;
    }

    CampaignListener listener() {
        return listener;
    }

    Optional<PlannedRun> nextWaiting() {
        return Optional.ofNullable(waiting.poll());
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    RunDirectory directoryOf(PlannedRun run) {
        return new RunDirectory(directory.path().resolve(run.id()));
    }

    /**
     * The command that starts a run. Its campaign is the campaign's directory, which is unique, so that two campaigns of the same name
     * are never taken for each other.
     */
    AgentMessage.Start start(PlannedRun run) {
        RunSpec spec = run.spec();
        RunSpec unique = new RunSpec(
                directory.id(),
                spec.run(),
                spec.target(),
                spec.persistence(),
                spec.workload(),
                spec.cuts(),
                spec.seed(),
                spec.control(),
                spec.staleReadOneIn(),
                spec.options(),
                spec.limits());
        return new AgentMessage.Start(unique, directoryOf(run).path().toString());
    }

    /** A second result for the same run changes nothing. */
    void ended(RunResult result) {
        if (results.putIfAbsent(result.plan().id(), result) == null) {
            listener.runEnded(result);
        }
        if (results.size() == plan.runs().size()) {
            List<RunResult> inOrder = new ArrayList<>();
            plan.runs().forEach(run -> inOrder.add(results.get(run.id())));
            done.complete(List.copyOf(inOrder));
        }
    }

    void failed(Throwable cause) {
        waiting.clear();
        done.completeExceptionally(cause);
    }

    boolean isOver() {
        return done.isDone();
    }
}
