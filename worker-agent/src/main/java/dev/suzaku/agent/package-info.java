/**
 * One node of the service: runs one target with its clients, cuts its power, and leaves a run directory behind.
 *
 * <p>{@link dev.suzaku.agent.RunMachine} is the way in; {@link dev.suzaku.agent.RunSpec} says what to run and {@link
 * dev.suzaku.agent.RunReport} what came of it. May use {@code dev.suzaku.histories}, the models of
 * {@code dev.suzaku.checkers}, {@code dev.suzaku.pmem} and {@code dev.suzaku.faults}.
 */
package dev.suzaku.agent;
