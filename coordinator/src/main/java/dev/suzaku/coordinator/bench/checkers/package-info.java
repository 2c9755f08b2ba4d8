/**
 * Measures the checkers: generated histories, ours against other checkers' programs in turns, and how fast histories are
 * read. {@link dev.suzaku.coordinator.bench.checkers.CheckerBenchmark} is the entrance.
 */
package dev.suzaku.coordinator.bench.checkers;
