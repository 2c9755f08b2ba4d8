package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.List;

/** All benchmarks of the runtime. */
public final class RuntimeBenchmark {
    private static final List<Suite> SUITES = List.of(
            new MicroSuite(),
            ServerSuite.memcached(),
            ServerSuite.musl(),
            new RedisSuite(),
            new MapSuite(),
            new RecoverySuite());

    private RuntimeBenchmark() {}

    /** Measures what the plan wants. A suite whose tools are missing becomes a line of the report. */
    public static BenchReport run(BenchPlan plan) throws IOException, InterruptedException {
        BenchReport report = new BenchReport();
        for (Suite suite : SUITES) {
            if (plan.wants(suite.name())) {
                try {
                    suite.run(plan, report);
                } catch (MissingToolException e) {
                    report.addMissing(suite.name() + ": " + e.getMessage());
                }
            }
        }
        return report;
    }
}
