package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server that speaks memcached's protocol, under load: throughput, and processor time of the server for each operation. */
final class ServerSuite implements Suite {
    /** The command line of a server. */
    @FunctionalInterface
    private interface Command {
        /** @throws MissingToolException when this machine does not have the server */
        List<String> of(BenchTools tools, int port);
    }

    private static final int RUNTIME_PORT = 21_911;
    private static final int NATIVE_PORT = 21_912;
    private static final int KEYS = 5_000;
    private static final int MILLIS = 250;
    private static final int PIPELINED = 16;

    private record Mix(int setPercent, int connections, int depth, PairedSamples samples) {}

    private final String name;
    private final Command command;

    private ServerSuite(String name, Command command) {
        this.name = name;
        this.command = command;
    }

    static ServerSuite memcached() {
        return new ServerSuite(
                "memcached",
                (tools, port) -> List.of(
                        tools.system("memcached", "memcached").toString(),
                        "-u",
                        "nobody",
                        "-l",
                        "127.0.0.1",
                        "-U",
                        "0",
                        "-p",
                        Integer.toString(port),
                        "-m",
                        "64"));
    }

    /** Our own small server, linked statically to musl. */
    static ServerSuite musl() {
        return new ServerSuite(
                "server-musl",
                (tools, port) ->
                        List.of(tools.shipped("server-musl", "musl-tools").toString(), Integer.toString(port)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        List<String> ourCommand = command.of(plan.tools(), RUNTIME_PORT);
        List<String> peerCommand = command.of(plan.tools(), NATIVE_PORT);
        List<Mix> mixes = mixes(plan);
        for (int pair = 0; pair < plan.turns().pairs(); pair++) {
            plan.turns().say(name + ", pair " + (pair + 1));
            try (Server ours = start(Side.RUNTIME, plan.tools(), RUNTIME_PORT, ourCommand);
                    Server peer = start(Side.NATIVE, plan.tools(), NATIVE_PORT, peerCommand)) {
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

    private static Server start(Side side, BenchTools tools, int port, List<String> command)
            throws IOException, InterruptedException {
        return Server.start(side, tools, "memcached", port, KEYS, command);
    }

    private List<Mix> mixes(BenchPlan plan) {
        List<Measure> measures = List.of(
                Measure.of("ops_per_s", "op/s", Bound.atLeast(0.97)),
                Measure.of("cpu_ns", "CPU ns/op", Bound.atMost(1.05)));
        List<Mix> mixes = new ArrayList<>();
        for (int setPercent : List.of(25, 75)) {
            for (int connections : List.of(1, 4, 16)) {
                for (int depth : List.of(1, PIPELINED)) {
                    String name = "%s/%d%% set/%d connections/%s"
                            .formatted(this.name, setPercent, connections, depth == 1 ? "one by one" : "pipelined");
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
