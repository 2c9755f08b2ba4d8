package dev.suzaku.coordinator.cluster;

import java.time.Duration;

/**
 * How long silence may last.
 *
 * @param heartbeat how often an agent says that it lives and the coordinator answers
 * @param lease silence after which the other side counts as lost; together with one heartbeat it must stay below the ten seconds
 *     within which a lost worker is reported
 * @param agentWait how long a campaign waits for a first or another agent
 */
public record Leases(Duration heartbeat, Duration lease, Duration agentWait) {

    /** Half a second, five seconds, and the given wait. */
    public static Leases waitingForAgents(Duration agentWait) {
        return new Leases(Duration.ofMillis(500), Duration.ofSeconds(5), agentWait);
    }
}
