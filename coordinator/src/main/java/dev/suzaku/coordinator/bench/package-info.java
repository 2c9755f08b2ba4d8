/**
 * Measures what the runtime costs: native against runtime in turns, medians and ratios with their intervals.
 *
 * <p>A {@link dev.suzaku.coordinator.bench.Suite} takes {@link dev.suzaku.coordinator.bench.Turns} and answers
 * {@link dev.suzaku.coordinator.bench.Comparison}s or recovery times; {@link dev.suzaku.coordinator.bench.BenchReport} renders them
 * as a table, JSON and an SVG plot. Each measured process runs in a session of its own, since the scheduler shares time between
 * sessions first.
 */
package dev.suzaku.coordinator.bench;
