package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.Progress;
import dev.suzaku.agent.RunReport;
import java.time.Duration;
import java.util.Optional;

/**
 * One node's agent: carries out one run at a time on a thread of its own, says twice per second that it lives, and ends its run when
 * the coordinator stays silent. One actor, so one thread at a time; the run's thread only sends it messages.
 *
 * <pre>
 *   idle -> (Carry) running -> (run ended) ended, told until acknowledged -> (Acknowledge) idle
 *                      |-- (Cancel, or no lease): the run is cancelled and ends as above
 *   no lease for a while -> lost: the actor stops; the process starts a new one when it can
 * </pre>
 */
final class AgentActor extends AbstractBehavior<AgentActor.Input> {

    /** What the actor is told inside its own JVM. */
    sealed interface Input {
        record FromCoordinator(AgentCommand command) implements Input {}

        record RunProgress(Progress progress) implements Input {}

        record RunEnded(AgentEvent end) implements Input {}

        enum Tick implements Input {
            TICK
        }
    }

    /**
     * @param agent id of this start of the agent
     * @param address the node's address, empty in the coordinator's JVM
     */
    record Identity(String agent, String address) {}

    private final Identity identity;
    private final Leases leases;
    private final ActorRef<AgentEvent> coordinator;
    private final RunnerFactory runners;
    private final Runnable onLost;
    private final ActorRef<AgentCommand> commands;
    private Optional<RunThread> running = Optional.empty();
    private Optional<AgentEvent> untoldEnd = Optional.empty();
    private long lastLeaseNanos = System.nanoTime();
    private long lastTickNanos = System.nanoTime();

    private AgentActor(
            ActorContext<Input> context,
            Identity identity,
            Leases leases,
            ActorRef<AgentEvent> coordinator,
            RunnerFactory runners,
            Runnable onLost) {
        super(context);
        this.identity = identity;
        this.leases = leases;
        this.coordinator = coordinator;
        this.runners = runners;
        this.onLost = onLost;
        this.commands = context.messageAdapter(AgentCommand.class, Input.FromCoordinator::new);
    }

    /** @param onLost called once when the coordinator has been silent for too long; the run has been cancelled by then */
    static Behavior<Input> create(
            Identity identity,
            Leases leases,
            ActorRef<AgentEvent> coordinator,
            RunnerFactory runners,
            Runnable onLost) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Input.Tick.TICK, Duration.ofMillis(1), leases.heartbeat());
            return Behaviors.setup(context -> new AgentActor(context, identity, leases, coordinator, runners, onLost));
        });
    }

    @Override
    public Receive<Input> createReceive() {
        return newReceiveBuilder()
                .onMessage(Input.FromCoordinator.class, input -> onCommand(input.command()))
                .onMessage(Input.RunProgress.class, input -> onProgress(input.progress()))
                .onMessage(Input.RunEnded.class, input -> onRunEnded(input.end()))
                .onMessage(Input.Tick.class, input -> onTick())
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<Input> onCommand(AgentCommand command) {
        lastLeaseNanos = System.nanoTime();
        if (command instanceof AgentCommand.Carry carry) {
            carry(carry.start());
        } else if (command instanceof AgentCommand.Cancel cancel) {
            running.filter(run -> run.is(cancel.stop().campaign(), cancel.stop().run()))
                    .ifPresent(RunThread::cancel);
        } else if (command instanceof AgentCommand.Acknowledge known) {
            untoldEnd = untoldEnd.filter(end -> !names(end, known.campaign(), known.run()));
        }
        return this;
    }

    private void carry(AgentMessage.Start start) {
        boolean known = running.isPresent()
                || untoldEnd
                        .filter(end -> names(end, start.campaign(), start.run()))
                        .isPresent();
        if (known) {
            return;
        }
        ActorRef<Input> self = getContext().getSelf();
        RunThread thread = new RunThread(
                identity.agent(),
                start,
                runners.create(start, progress -> self.tell(new Input.RunProgress(progress))),
                end -> self.tell(new Input.RunEnded(end)));
        running = Optional.of(thread);
        thread.start();
    }

    private Behavior<Input> onProgress(Progress progress) {
        coordinator.tell(new AgentEvent.Progressed(identity.agent(), progress));
        return this;
    }

    private Behavior<Input> onRunEnded(AgentEvent end) {
        running = Optional.empty();
        untoldEnd = Optional.of(end);
        coordinator.tell(end);
        return this;
    }

    /** A late tick says that this process stood still itself: then silence proves nothing. */
    private Behavior<Input> onTick() {
        long now = System.nanoTime();
        if (now - lastTickNanos > 3 * leases.heartbeat().toNanos()) {
            lastLeaseNanos = now;
        }
        lastTickNanos = now;
        if (now - lastLeaseNanos > leases.lease().toNanos()) {
            getContext().getLog().warn("the coordinator is lost");
            running.ifPresent(RunThread::cancelAndWait);
            onLost.run();
            return Behaviors.stopped();
        }
        coordinator.tell(new AgentEvent.Alive(
                identity.agent(), identity.address(), ProcessHandle.current().pid(), commands));
        untoldEnd.ifPresent(coordinator::tell);
        return this;
    }

    private Behavior<Input> onStop() {
        running.ifPresent(RunThread::cancelAndWait);
        return this;
    }

    private static boolean names(AgentEvent end, String campaign, String run) {
        if (end instanceof AgentEvent.Ended ended) {
            RunReport report = ended.report();
            return report.campaign().equals(campaign) && report.run().equals(run);
        }
        return end instanceof AgentEvent.Failed failed
                && failed.campaign().equals(campaign)
                && failed.run().equals(run);
    }
}
