/**
 * Programs under test: how they are started, lose power, and come back.
 *
 * <p>May use {@code dev.suzaku.pmem}, {@code dev.suzaku.faults} and {@code dev.suzaku.agent.memcached}.
 */
package dev.suzaku.agent.target;
