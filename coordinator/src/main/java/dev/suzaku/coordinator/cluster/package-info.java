/**
 * The actors: one coordinator that gives runs to agents and keeps leases, one agent per node that carries out one run at a time.
 *
 * <p>Coordinator and agent live in one JVM by default, or in separate JVMs that form an Akka cluster on the loopback interface. Only
 * {@code WireMessage}s cross between them, serialized by Kryo with registered classes within a size limit. Messages carry ids chosen
 * by the coordinator and may arrive twice or not at all; senders repeat them until the answer shows that they arrived.
 */
package dev.suzaku.coordinator.cluster;
