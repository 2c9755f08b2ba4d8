package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import dev.suzaku.agent.Progress;
import dev.suzaku.agent.RunReport;

/** What an agent says. Every event counts as a heartbeat. */
public sealed interface AgentEvent extends WireMessage {

    /** Id of the agent, new for each start of an agent. */
    String agent();

    /**
     * The agent lives; sent twice per second.
     *
     * @param address where the agent's node is in the cluster, empty when it shares the coordinator's JVM
     * @param pid the agent's process
     */
    record Alive(String agent, String address, long pid, ActorRef<AgentCommand> commands) implements AgentEvent {}

    /** How far the current run has come. */
    record Progressed(String agent, Progress progress) implements AgentEvent {}

    /** The run has ended with a report; repeated until acknowledged. */
    record Ended(String agent, RunReport report) implements AgentEvent {}

    /**
     * The run has ended without a report; repeated until acknowledged.
     *
     * @param badInput the target cannot be started as asked, which is for the user to mend
     */
    record Failed(String agent, String campaign, String run, String message, boolean badInput) implements AgentEvent {}
}
