package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.nio.file.Path;

/** A server with clients that never stop asking: each acknowledged write must be readable, no answer may be stale. */
final class ServerProgram implements SoakedProgram {
    private final KeyValueServer server;
    private final Path directory;
    private final int port = LoopbackPorts.free();
    private final SoakClients<KeyValueClient> clients;

    ServerProgram(KeyValueServer server, Path directory) {
        this.server = server;
        this.directory = directory;
        this.clients = new SoakClients<>(number -> new KeyValueClient(number, port, server.connector()));
    }

    @Override
    public Program program() {
        return new Program(server.file(), server.arguments().apply(port), directory);
    }

    @Override
    public long progress() {
        return clients.progress();
    }

    @Override
    public void check() {
        clients.check();
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
        server.files().judge(port, clients.all());
    }

    @Override
    public void close() {
        clients.close();
    }
}
