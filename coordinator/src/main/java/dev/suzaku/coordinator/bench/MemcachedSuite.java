package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** memcached under load: throughput, and processor time of the server for each operation. */
final class MemcachedSuite implements Suite {
    private static final int RUNTIME_PORT = 21_911;
    private static final int NATIVE_PORT = 21_912;
    private static final int KEYS = 5_000;
    private static final int MILLIS = 250;
    private static final int PIPELINED = 16;

    private record Mix(int setPercent, int connections, int depth, PairedSamples samples) {}

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        String memcached = plan.tools().system("memcached", "memcached").toString();
        List<Mix> mixes = mixes(plan);
        for (int pair = 0; pair < plan.turns().pairs(); pair++) {
            plan.turns().say("memcached, pair " + (pair + 1));
            try (Server ours = start(Side.RUNTIME, plan.tools(), memcached, RUNTIME_PORT);
                    Server peer = start(Side.NATIVE, plan.tools(), memcached, NATIVE_PORT)) {
                for (Mix mix : mixes) {
                    Server.Load load = new Server.Load(
                            mix.connections(),
                            mix.depth(),
                            mix.setPercent(),
                            MILLIS,
                            plan.turns().random().nextLong());
                    plan.turns().take(mix.samples(), () -> ours.load(load), () -> peer.load(load));
                }
            }
        }
        mixes.forEach(mix -> report.add(mix.samples().comparisons()));
    }

    private static Server start(Side side, BenchTools tools, String memcached, int port)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                memcached, "-u", "nobody", "-l", "127.0.0.1", "-U", "0", "-p", Integer.toString(port), "-m", "64");
        return Server.start(side, tools, "memcached", port, KEYS, command);
    }

    private static List<Mix> mixes(BenchPlan plan) {
        List<Measure> measures = List.of(
                Measure.of("ops_per_s", "op/s", Bound.atLeast(0.97)),
                Measure.of("cpu_ns", "CPU ns/op", Bound.atMost(1.05)));
        List<Mix> mixes = new ArrayList<>();
        for (int setPercent : List.of(25, 75)) {
            for (int connections : List.of(1, 4, 16)) {
                for (int depth : List.of(1, PIPELINED)) {
                    String name = "memcached/%d%% set/%d connections/%s"
                            .formatted(setPercent, connections, depth == 1 ? "one by one" : "pipelined");
                    if (plan.wants(name)) {
                        mixes.add(new Mix(
                                setPercent,
                                connections,
                                depth,
                                new PairedSamples(name, measures, Side.RUNTIME.label(), Side.NATIVE.label())));
                    }
                }
            }
        }
        return mixes;
    }
}
