/** Histories from a seed, to measure and to test the checkers with. May use {@code dev.suzaku.histories} only. */
package dev.suzaku.checkers.generate;
