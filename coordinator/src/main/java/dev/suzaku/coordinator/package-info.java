/**
 * Campaigns from file to result: planning, scheduling over agents, grading, run directories and the HTTP interface.
 *
 * <p>May use every other module; only {@code dev.suzaku.cli} may use this one. Who does what:
 *
 * <ul>
 *   <li>{@code campaign}: reads a campaign file and expands it into planned runs;
 *   <li>{@code cluster}: the actors that give runs to agents and notice when an agent is lost;
 *   <li>{@code grading}: turns a run's report and verdict into an outcome, and runs into a campaign's outcome;
 *   <li>{@code store}: the run directories, which are the truth;
 *   <li>{@code http}: the read-only JSON interface and the static page.
 * </ul>
 */
package dev.suzaku.coordinator;
