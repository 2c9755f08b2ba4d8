package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * redis under load, native against runtime, and redis in the runtime against the way that redis has itself to survive power failure:
 * an append-only file that is synchronised before every answer.
 */
final class RedisSuite implements Suite {
    private static final int RUNTIME_PORT = 21_921;
    private static final int NATIVE_PORT = 21_922;
    private static final int APPENDING_PORT = 21_923;
    private static final int KEYS = 5_000;
    private static final int MILLIS = 250;
    private static final int CONNECTIONS = 16;
    private static final int PIPELINED = 16;

    private record Run(Server.Load load, boolean againstAppending, PairedSamples samples) {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        String redis = plan.tools().system("redis-server", "redis-server").toString();
        List<Run> runs = runs(plan);
        for (int pair = 0; pair < plan.turns().pairs(); pair++) {
            plan.turns().say("redis, pair " + (pair + 1));
            try (Server ours = start(Side.RUNTIME, plan.tools(), redis, RUNTIME_PORT, "no");
                    Server peer = start(Side.NATIVE, plan.tools(), redis, NATIVE_PORT, "no");
                    Server appending = start(Side.NATIVE, plan.tools(), redis, APPENDING_PORT, "yes")) {
                for (Run run : runs) {
                    Server other = run.againstAppending() ? appending : peer;
                    plan.turns().take(run.samples(), () -> ours.load(run.load()), () -> other.load(run.load()));
                }
            }
        }
        runs.forEach(run -> report.add(run.samples().comparisons()));
    }

    private static Server start(Side side, BenchTools tools, String redis, int port, String appends)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                redis,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                appends,
                "--appendfsync",
                "always");
        return Server.start(side, tools, "redis", port, KEYS, command);
    }

    private static List<Run> runs(BenchPlan plan) {
        List<Measure> near =
                List.of(Measure.of("ops_per_s", "op/s", Bound.atLeast(0.97)), Measure.unbounded("cpu_ns", "CPU ns/op"));
        List<Run> runs = new ArrayList<>();
        for (int setPercent : List.of(100, 0)) {
            for (int depth : List.of(1, PIPELINED)) {
                String name = "redis/%s/%s"
                        .formatted(setPercent == 0 ? "GET" : "SET", depth == 1 ? "one by one" : "pipelined");
                add(plan, runs, name, near, load(plan, setPercent, depth), false);
            }
        }
        List<Measure> faster = List.of(Measure.of("ops_per_s", "op/s", Bound.atLeast(1.7)));
        add(plan, runs, "redis/SET against appendfsync always/pipelined", faster, load(plan, 100, PIPELINED), true);
        return runs;
    }

    private static Server.Load load(BenchPlan plan, int setPercent, int depth) {
        return new Server.Load(
                CONNECTIONS, depth, setPercent, MILLIS, plan.turns().random().nextLong());
    }

    private static void add(
            BenchPlan plan, List<Run> runs, String name, List<Measure> measures, Server.Load load, boolean appending) {
        if (plan.wants(name)) {
            String peer = appending ? "appendfsync always" : Side.NATIVE.label();
            runs.add(new Run(load, appending, new PairedSamples(name, measures, Side.RUNTIME.label(), peer)));
        }
    }
}
