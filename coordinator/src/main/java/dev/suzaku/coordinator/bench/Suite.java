package dev.suzaku.coordinator.bench;

import java.io.IOException;

/** A group of benchmarks that share what they need. */
interface Suite {
    /** Short lower-case name, for {@code --only}. */
    String name();

    /**
     * Measures.
     *
     * @throws MissingToolException when this machine lacks a program that the suite measures
     */
    void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException;
}
