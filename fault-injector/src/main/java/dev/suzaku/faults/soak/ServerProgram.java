package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A server with clients that never stop asking: each acknowledged write must be readable, no answer may be stale. */
final class ServerProgram implements SoakedProgram {
    private static final int CLIENTS = 4;
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 32_000;

    private final Path file;
    private final List<String> arguments;
    private final Path directory;
    private final List<KeyValueClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    ServerProgram(
            Path file,
            List<String> arguments,
            String portOption,
            String addressOption,
            Path directory,
            KeyValueClient.Connector connector) {
        this.file = file;
        this.directory = directory;
        int port = freePort();
        this.arguments = new ArrayList<>(arguments);
        this.arguments.addAll(List.of(portOption, Integer.toString(port), addressOption, "127.0.0.1"));
        if (file.endsWith("memcached")) {
            this.arguments.addAll(List.of("-u", System.getProperty("user.name")));
        }
        for (int number = 0; number < CLIENTS; number++) {
            KeyValueClient client = new KeyValueClient(number, port, connector);
            Thread thread = new Thread(client, "soak-client-" + number);
            thread.setDaemon(true);
            clients.add(client);
            threads.add(thread);
            thread.start();
        }
    }

    /** Below the ephemeral range: a client that reconnects to a port of that range may connect to itself. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // somebody has it: try another
            }
        }
    }

    @Override
    public Program program() {
        return new Program(file, arguments, directory);
    }

    @Override
    public long progress() {
        return clients.stream().mapToLong(KeyValueClient::operations).min().orElseThrow();
    }

    @Override
    public void check() {
        clients.forEach(KeyValueClient::check);
    }

    @Override
    public boolean isUnderWay(ImageCensus census) {
        return true; // no cut comes before its clients have had answers
    }

    @Override
    public boolean ends() {
        return false;
    }

    @Override
    public void judge(int exitCode) {
        check();
    }

    @Override
    public void close() {
        clients.forEach(KeyValueClient::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while clients stop", e));
        }
    }
}
