package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.AgentMessage;

/** What an agent is told. Every command may arrive any number of times. */
public sealed interface AgentCommand extends WireMessage {

    /** Carry out this run; a run that is known already changes nothing. */
    record Carry(AgentMessage.Start start) implements AgentCommand {}

    /** End this run; one that is not being carried out changes nothing. */
    record Cancel(AgentMessage.Stop stop) implements AgentCommand {}

    /** The end of this run is known to the coordinator, it need not be told again. */
    record Acknowledge(String campaign, String run) implements AgentCommand {}

    /** The coordinator lives and counts on the agent; without leases the agent ends its run. */
    record Lease(String agent) implements AgentCommand {}
}
