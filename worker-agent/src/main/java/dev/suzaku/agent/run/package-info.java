/**
 * The steps of a run, one class each: waiting, recovering, auditing, checking progress and statistics, comparing the dump,
 * and the files they leave.
 *
 * <p>{@link dev.suzaku.agent.RunMachine} calls them in order, all from its one thread.
 */
package dev.suzaku.agent.run;
