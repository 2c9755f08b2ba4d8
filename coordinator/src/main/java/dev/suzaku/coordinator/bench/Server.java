package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A key-value server on the loopback address, filled with keys, and the load that is put on it.
 *
 * @param process the server
 * @param tools where the load generator is
 * @param protocol {@code memcached} or {@code redis}
 * @param port below 32768, so that no client connects to itself
 * @param keys how many it holds
 */
record Server(MeasuredProcess process, BenchTools tools, String protocol, int port, int keys) implements AutoCloseable {
    static final int VALUE_BYTES = 64;
    private static final long START_TIMEOUT_SECONDS = 30;

    /**
     * What a client does.
     *
     * @param connections at a time, each a thread of the load generator
     * @param depth requests that are sent before their answers are awaited
     * @param setPercent how many of them store
     * @param millis how long
     * @param seed of the keys
     */
    record Load(int connections, int depth, int setPercent, int millis, long seed) {}

    /** Starts a server in a directory in memory, waits until it takes connections, and fills it. */
    static Server start(Side side, BenchTools tools, String protocol, int port, int keys, List<String> command)
            throws IOException, InterruptedException {
        return start(side, tools, tools.directory(protocol), protocol, port, keys, command);
    }

    /** The same in a given directory. */
    static Server start(
            Side side, BenchTools tools, Path directory, String protocol, int port, int keys, List<String> command)
            throws IOException, InterruptedException {
        Server server = new Server(side.start(directory, Map.of(), command), tools, protocol, port, keys);
        try {
            server.awaitConnection();
            server.generate("fill", keys, VALUE_BYTES);
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Loads it: {@code ops_per_s}, and {@code cpu_ns} of the server for each operation. */
    Map<String, Double> load(Load load) throws IOException, InterruptedException {
        long before = process.cpuNanos();
        Map<String, Double> numbers = generate(
                "run",
                keys,
                VALUE_BYTES,
                load.connections(),
                load.depth(),
                load.setPercent(),
                load.millis(),
                Math.floorMod(load.seed(), 1L << 32));
        double operations = numbers.get("operations");
        return Map.of(
                "ops_per_s", operations / numbers.get("seconds"), "cpu_ns", (process.cpuNanos() - before) / operations);
    }

    private void awaitConnection() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_SECONDS);
        while (!takesConnections()) {
            if (!process.handle().isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(protocol + " does not take connections on port " + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private Map<String, Double> generate(Object... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of("setsid", tools.ours("load", "gcc").toString(), protocol, Integer.toString(port)));
        for (Object word : words) {
            command.add(word.toString());
        }
        Process load = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (load.waitFor() != 0) {
            String errors =
                    Files.readString(process.directory().resolve(MeasuredProcess.ERRORS), StandardCharsets.UTF_8);
            throw new IllegalStateException(
                    "the load generator failed: " + output.strip() + "; the server said: " + errors.strip());
        }
        return MeasuredProcess.numbers(output);
    }

    @Override
    public void close() {
        process.close();
    }
}
