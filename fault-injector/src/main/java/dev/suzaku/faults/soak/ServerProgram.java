package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server with clients that never stop asking: each acknowledged write must be readable, no answer may be stale. */
final class ServerProgram implements SoakedProgram {
    private static final int CLIENTS = 4;

    private final KeyValueServer server;
    private final Path directory;
    private final int port = LoopbackPorts.free();
    private final List<KeyValueClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    ServerProgram(KeyValueServer server, Path directory) {
        this.server = server;
        this.directory = directory;
        for (int number = 0; number < CLIENTS; number++) {
            KeyValueClient client = new KeyValueClient(number, port, server.connector());
            Thread thread = new Thread(client, "soak-client-" + number);
            thread.setDaemon(true);
            clients.add(client);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public Program program() {
        return new Program(server.file(), server.arguments().apply(port), directory);
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
        close();
        check();
        server.files().judge(port, clients);
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
