package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import dev.suzaku.agent.AgentMessage;
import dev.suzaku.coordinator.campaign.PlannedRun;
import java.time.Duration;
import java.util.Optional;

/** What the coordinator knows of one agent. Belongs to the coordinator actor. */
final class AgentLink {

    private enum State {
        IDLE,
        ASSIGNED,
        CONFIRMED,
        GRADING
    }

    private final String id;
    private final String address;
    private final long pid;
    private final ActorRef<AgentCommand> commands;
    private State state = State.IDLE;
    private PlannedRun run;
    private AgentMessage.Start start;
    private long lastHeardNanos = System.nanoTime();
    private long assignedNanos;

    AgentLink(AgentEvent.Alive alive) {
        this.id = alive.agent();
        this.address = alive.address();
        this.pid = alive.pid();
        this.commands = alive.commands();
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    long pid() {
        return pid;
    }

    void tell(AgentCommand command) {
        commands.tell(command);
    }

    void heardNow() {
        lastHeardNanos = System.nanoTime();
    }

    long silentNanos(long now) {
        return now - lastHeardNanos;
    }

    boolean isBusy() {
        return state != State.IDLE;
    }

    boolean isGrading() {
        return state == State.GRADING;
    }

    void assign(PlannedRun planned, AgentMessage.Start message) {
        state = State.ASSIGNED;
        assignedNanos = System.nanoTime();
        run = planned;
        start = message;
        tell(new AgentCommand.Carry(message));
    }

    void confirm() {
        if (state == State.ASSIGNED) {
            state = State.CONFIRMED;
        }
    }

    /** The command that no event has confirmed yet. */
    Optional<AgentMessage.Start> unconfirmed() {
        return state == State.ASSIGNED ? Optional.of(start) : Optional.empty();
    }

    boolean carries(String campaign, String runId) {
        return isBusy() && start.campaign().equals(campaign) && start.run().equals(runId);
    }

    /** Only of a busy agent. */
    PlannedRun run() {
        return run;
    }

    /** Whether the run should have ended by itself long ago: an agent can live although its run hangs. */
    boolean isOverdue(long now, Duration grace) {
        return isBusy()
                && !isGrading()
                && now - assignedNanos
                        > Duration.ofMillis(run.spec().limits().runMillis())
                                .plus(grace)
                                .toNanos();
    }

    void startGrading() {
        state = State.GRADING;
    }

    void free() {
        state = State.IDLE;
    }

    /** The message that ends what the agent carries; only of a busy agent. */
    AgentMessage.Stop stop() {
        return new AgentMessage.Stop(start.campaign(), start.run());
    }

    /** Ends what the agent still carries for a campaign that is over. */
    void cancel() {
        if (state == State.ASSIGNED || state == State.CONFIRMED) {
            tell(new AgentCommand.Cancel(stop()));
        }
        state = State.IDLE;
    }
}
