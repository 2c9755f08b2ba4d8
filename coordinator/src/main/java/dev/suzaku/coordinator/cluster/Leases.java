package dev.suzaku.coordinator.cluster;

import java.time.Duration;

/**
 * How long silence may last.
 *
 * @param heartbeat how often an agent says that it lives and the coordinator answers
 * @param lease silence after which the other side counts as lost; together with one heartbeat it must stay below the ten seconds
 *     within which a lost worker is reported
 * @param agentWait how long a campaign waits for a first or another agent
 * @param runGrace how long after its own limit a run may still be on its way to its end
 */
public record Leases(Duration heartbeat, Duration lease, Duration agentWait, Duration runGrace) {

    /** Half a second, five seconds, the given wait, and two minutes. */
    public static Leases waitingForAgents(Duration agentWait) {
        return new Leases(Duration.ofMillis(500), Duration.ofSeconds(5), agentWait, Duration.ofMinutes(2));
    }
}
