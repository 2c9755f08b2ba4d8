package dev.suzaku.coordinator.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.suzaku.agent.RunReport;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.RunResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gives the runs of one campaign after the other to agents, and keeps their leases. One actor, so one thread at a time; the only work
 * done elsewhere is grading, on the executor.
 *
 * <pre>
 *   run:    waiting -> assigned to an agent -> (report) grading -> ended
 *                            |-- (lease ran out)  ------------> ended, INCONCLUSIVE (worker lost)
 *                            |-- (failed)         ------------> ended, INCONCLUSIVE; bad input ends the campaign
 *                            |-- (overdue)        ------------> cancelled, ended, INCONCLUSIVE
 *   agent:  unknown -> (Alive) idle <-> busy (a run assigned or being graded) -> (lease ran out) forgotten, its node downed
 * </pre>
 *
 * A command to an agent is repeated with every heartbeat until an event shows that it arrived. A run whose worker was lost is not
 * given to another one: it ends, and says so.
 */
final class CoordinatorActor extends AbstractBehavior<CoordinatorCommand> {
    private final Leases leases;
    private final RunGrader grader;
    private final Executor gradingThread;
    private final Consumer<String> downNode;
    private final Map<String, AgentLink> agents = new LinkedHashMap<>();
    private final Deque<CampaignJob> jobs = new ArrayDeque<>();
    private long lastTickNanos = System.nanoTime();
    private long withoutAgentSinceNanos = System.nanoTime();

    private CoordinatorActor(
            ActorContext<CoordinatorCommand> context,
            Leases leases,
            RunGrader grader,
            Executor gradingThread,
            Consumer<String> downNode) {
        super(context);
        this.leases = leases;
        this.grader = grader;
        this.gradingThread = gradingThread;
        this.downNode = downNode;
    }

    /** @param downNode takes the address of a node whose agent is lost out of the cluster */
    static Behavior<CoordinatorCommand> create(
            Leases leases, RunGrader grader, Executor gradingThread, Consumer<String> downNode) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(CoordinatorCommand.Tick.TICK, leases.heartbeat());
            return Behaviors.setup(context -> new CoordinatorActor(context, leases, grader, gradingThread, downNode));
        });
    }

    @Override
    public Receive<CoordinatorCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(CoordinatorCommand.Submit.class, this::onSubmit)
                .onMessage(CoordinatorCommand.FromAgent.class, this::onAgent)
                .onMessage(CoordinatorCommand.Graded.class, this::onGraded)
                .onMessage(CoordinatorCommand.GradingFailed.class, this::onGradingFailed)
                .onMessage(CoordinatorCommand.Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<CoordinatorCommand> onSubmit(CoordinatorCommand.Submit submit) {
        jobs.add(submit.job());
        withoutAgentSinceNanos = System.nanoTime();
        agents.values().forEach(agent -> submit.job().listener().agentJoined(agent.id(), agent.pid()));
        schedule();
        return this;
    }

    private Behavior<CoordinatorCommand> onAgent(CoordinatorCommand.FromAgent message) {
        AgentEvent event = message.event();
        AgentLink agent = agents.get(event.agent());
        if (agent != null) {
            agent.heardNow();
        }
        if (event instanceof AgentEvent.Alive alive) {
            onAlive(alive);
        } else if (event instanceof AgentEvent.Progressed progressed && agent != null) {
            onProgress(agent, progressed);
        } else if (event instanceof AgentEvent.Ended ended && agent != null) {
            onEnded(agent, ended.report());
        } else if (event instanceof AgentEvent.Failed failed && agent != null) {
            onFailed(agent, failed);
        }
        return this;
    }

    private void onAlive(AgentEvent.Alive alive) {
        if (!agents.containsKey(alive.agent())) {
            agents.put(alive.agent(), new AgentLink(alive));
            getContext().getLog().info("agent {} joined, process {}", alive.agent(), alive.pid());
            jobs.forEach(job -> job.listener().agentJoined(alive.agent(), alive.pid()));
            schedule();
        }
        AgentLink agent = agents.get(alive.agent());
        agent.tell(new AgentCommand.Lease(alive.agent()));
        agent.unconfirmed().ifPresent(start -> agent.tell(new AgentCommand.Carry(start)));
    }

    private void onProgress(AgentLink agent, AgentEvent.Progressed event) {
        if (agent.carries(event.progress().campaign(), event.progress().run())) {
            agent.confirm();
            jobs.element().listener().progressed(event.progress());
        }
    }

    private void onEnded(AgentLink agent, RunReport report) {
        agent.tell(new AgentCommand.Acknowledge(report.campaign(), report.run()));
        if (agent.carries(report.campaign(), report.run()) && !agent.isGrading()) {
            PlannedRun run = agent.run();
            CampaignJob job = jobs.element();
            agent.startGrading();
            job.listener().checking(run);
            onGradingThread(job, () -> grader.grade(run, job.directoryOf(run), report));
        }
    }

    private void onFailed(AgentLink agent, AgentEvent.Failed failed) {
        agent.tell(new AgentCommand.Acknowledge(failed.campaign(), failed.run()));
        if (!agent.carries(failed.campaign(), failed.run()) || agent.isGrading()) {
            return;
        }
        if (failed.badInput()) {
            agent.free();
            endJob(jobs.element(), new BadInputException(failed.message()));
        } else {
            lose(agent.run(), "agent failed: " + failed.message());
            agent.startGrading();
        }
    }

    private Behavior<CoordinatorCommand> onGraded(CoordinatorCommand.Graded graded) {
        String run = graded.result().plan().id();
        agents.values().stream()
                .filter(agent -> agent.isGrading() && agent.run().id().equals(run))
                .forEach(AgentLink::free);
        graded.job().ended(graded.result());
        nextJobWhenOver();
        schedule();
        return this;
    }

    private Behavior<CoordinatorCommand> onGradingFailed(CoordinatorCommand.GradingFailed failed) {
        agents.values().stream().filter(AgentLink::isGrading).forEach(AgentLink::free);
        endJob(failed.job(), failed.cause());
        return this;
    }

    /** A tick that comes late says that this process stood still itself: then silence proves nothing and leases start anew. */
    private Behavior<CoordinatorCommand> onTick() {
        long now = System.nanoTime();
        boolean late = now - lastTickNanos > 3 * leases.heartbeat().toNanos();
        lastTickNanos = now;
        if (late) {
            agents.values().forEach(AgentLink::heardNow);
        }
        for (AgentLink agent : new ArrayList<>(agents.values())) {
            if (agent.silentNanos(now) > leases.lease().toNanos()) {
                forget(agent);
            } else if (agent.isOverdue(now, leases.runGrace())) {
                giveUp(agent);
            }
        }
        endWithoutAgents(now);
        return this;
    }

    private void forget(AgentLink agent) {
        getContext().getLog().warn("agent {} (process {}) is lost", agent.id(), agent.pid());
        agents.remove(agent.id());
        downNode.accept(agent.address());
        if (agent.isBusy() && !agent.isGrading()) {
            lose(agent.run(), "worker lost");
        }
        withoutAgentSinceNanos = System.nanoTime();
    }

    /** An agent can live although its run hangs, or its report gets lost. It takes another run only when it has ended this one. */
    private void giveUp(AgentLink agent) {
        getContext()
                .getLog()
                .warn("run {} of agent {} does not end", agent.run().id(), agent.id());
        lose(agent.run(), "the run did not end in time");
        agent.tell(new AgentCommand.Cancel(agent.stop()));
        agent.startGrading();
    }

    private void endWithoutAgents(long now) {
        boolean waitedLongEnough =
                now - withoutAgentSinceNanos > leases.agentWait().toNanos();
        if (agents.isEmpty() && waitedLongEnough && !jobs.isEmpty()) {
            CampaignJob job = jobs.element();
            while (job.hasWaiting()) {
                job.nextWaiting().ifPresent(run -> lose(run, "no worker"));
            }
        }
    }

    private void lose(PlannedRun run, String reason) {
        CampaignJob job = jobs.element();
        onGradingThread(job, () -> grader.lost(run, job.directoryOf(run), reason));
    }

    private void onGradingThread(CampaignJob job, Supplier<RunResult> work) {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(work, gradingThread),
                        (result, failure) -> failure == null
                                ? new CoordinatorCommand.Graded(job, result)
                                : new CoordinatorCommand.GradingFailed(job, failure));
    }

    private void schedule() {
        if (jobs.isEmpty()) {
            return;
        }
        CampaignJob job = jobs.element();
        for (AgentLink agent : agents.values()) {
            if (!agent.isBusy()) {
                job.nextWaiting().ifPresent(run -> {
                    agent.assign(run, job.start(run));
                    job.listener().runStarted(run);
                });
            }
        }
    }

    private void endJob(CampaignJob job, Throwable cause) {
        job.failed(cause);
        nextJobWhenOver();
    }

    private void nextJobWhenOver() {
        if (!jobs.isEmpty() && jobs.element().isOver()) {
            jobs.remove();
            agents.values().forEach(AgentLink::cancel);
            schedule();
        }
    }
}
