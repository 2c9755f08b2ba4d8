/**
 * From a run's report and verdict to its outcome, and from the runs' outcomes to the campaign's. Pure functions: collect first, grade
 * later. May use checkers' and worker-agent's records.
 */
package dev.suzaku.coordinator.grading;
