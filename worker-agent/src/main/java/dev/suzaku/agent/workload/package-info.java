/**
 * What clients do and how it is put down: keys that rotate, the mix of verbs, sessions that keep their identity across
 * cuts, planted stale reads.
 *
 * <p>May use {@code dev.suzaku.histories} and {@code dev.suzaku.agent.memcached}.
 */
package dev.suzaku.agent.workload;
