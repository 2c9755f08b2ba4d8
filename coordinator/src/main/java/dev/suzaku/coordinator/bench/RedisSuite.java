package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * redis under load, native against runtime, and redis in the runtime against the way that redis has itself to survive power failure:
 * an append-only file that is synchronised before every answer.
 */
final class RedisSuite implements Suite {
    private static final int RUNTIME_PORT = 21_921;
    private static final int NATIVE_PORT = 21_922;
    private static final int IN_MEMORY_PORT = 21_923;
    private static final int ON_DISK_PORT = 21_924;
    private static final int KEYS = 5_000;
    private static final int MILLIS = 250;
    private static final int CONNECTIONS = 16;
    private static final int PIPELINED = 16;
    private static final Set<String> VOLATILE_FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

    /** Whom redis in the runtime is compared with. */
    private enum Peer {
        NATIVE,
        APPENDING_IN_MEMORY,
        APPENDING_ON_DISK
    }

    private record Run(Server.Load load, Peer peer, PairedSamples samples) {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        Path redis = plan.tools().system("redis-server", "redis-server");
        Path memory = plan.tools().directory("redis");
        Path disk = Files.createTempDirectory(plan.tools().programs(), "redis");
        try {
            List<Run> runs = runs(plan, memory, disk);
            for (int pair = 0; pair < plan.turns().pairs(); pair++) {
                plan.turns().say("redis, pair " + (pair + 1));
                try (Server ours = start(Side.RUNTIME, plan.tools(), redis, memory, RUNTIME_PORT, "no");
                        Server peer = start(Side.NATIVE, plan.tools(), redis, memory, NATIVE_PORT, "no");
                        Server inMemory = start(Side.NATIVE, plan.tools(), redis, memory, IN_MEMORY_PORT, "yes");
                        Server onDisk = start(Side.NATIVE, plan.tools(), redis, disk, ON_DISK_PORT, "yes")) {
                    Map<Peer, Server> peers = Map.of(
                            Peer.NATIVE, peer, Peer.APPENDING_IN_MEMORY, inMemory, Peer.APPENDING_ON_DISK, onDisk);
                    for (Run run : runs) {
                        Server other = peers.get(run.peer());
                        plan.turns().take(run.samples(), () -> ours.load(run.load()), () -> other.load(run.load()));
                    }
                }
            }
            runs.forEach(run -> report.add(run.samples().comparisons()));
        } finally {
            Directories.delete(disk);
        }
    }

    private static Server start(Side side, BenchTools tools, Path redis, Path around, int port, String appends)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                redis.toString(),
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
        Path directory = Files.createTempDirectory(around, "server");
        return Server.start(side, tools, directory, "redis", port, KEYS, command);
    }

    private static List<Run> runs(BenchPlan plan, Path memory, Path disk) throws IOException {
        List<Measure> near =
                List.of(Measure.of("ops_per_s", "op/s", Bound.atLeast(0.97)), Measure.unbounded("cpu_ns", "CPU ns/op"));
        List<Run> runs = new ArrayList<>();
        for (int setPercent : List.of(100, 0)) {
            for (int depth : List.of(1, PIPELINED)) {
                String name = "redis/%s/%s"
                        .formatted(setPercent == 0 ? "GET" : "SET", depth == 1 ? "one by one" : "pipelined");
                PairedSamples samples = new PairedSamples(name, near, Side.RUNTIME.label(), Side.NATIVE.label());
                add(plan, runs, load(plan, setPercent, depth), Peer.NATIVE, samples);
            }
        }
        add(plan, runs, load(plan, 100, PIPELINED), Peer.APPENDING_IN_MEMORY, appending(memory));
        add(plan, runs, load(plan, 100, PIPELINED), Peer.APPENDING_ON_DISK, appending(disk));
        return runs;
    }

    /**
     * The file system decides what a synchronised append costs. One in volatile memory synchronises nothing and loses everything: what is compared
     * there is the cost of the file itself, and only a file that survives a power failure is what redis in the runtime is meant to beat.
     */
    private static PairedSamples appending(Path directory) throws IOException {
        String type = Files.getFileStore(directory).type();
        Measure throughput = VOLATILE_FILE_SYSTEMS.contains(type)
                ? Measure.unbounded("ops_per_s", "op/s")
                : Measure.of("ops_per_s", "op/s", Bound.atLeast(1.7));
        return new PairedSamples(
                "redis/SET against appendfsync always/on " + type,
                List.of(throughput),
                Side.RUNTIME.label(),
                "always, " + type);
    }

    private static Server.Load load(BenchPlan plan, int setPercent, int depth) {
        return new Server.Load(
                CONNECTIONS, depth, setPercent, MILLIS, plan.turns().random().nextLong());
    }

    private static void add(BenchPlan plan, List<Run> runs, Server.Load load, Peer peer, PairedSamples samples) {
        if (plan.wants(samples.name())) {
            runs.add(new Run(load, peer, samples));
        }
    }
}
