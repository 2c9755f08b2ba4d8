package dev.suzaku.faults.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Loads what a redis has written into another one, which no cut has ever met, and asks that for all the clients know. */
final class RedisFiles implements KeyValueServer.WrittenFiles {
    enum Kind {
        APPEND_ONLY,
        SNAPSHOT
    }

    private static final String LOG = "appendonlydir";
    private static final String SNAPSHOT = "dump.rdb";

    private final Path directory;
    private final Kind kind;

    RedisFiles(Path directory, Kind kind) {
        this.directory = directory;
        this.kind = kind;
    }

    @Override
    public void judge(int port, List<KeyValueClient> clients) {
        Path copy = directory.resolve("copy");
        try {
            Files.createDirectory(copy);
            if (kind == Kind.SNAPSHOT) {
                writeSnapshot(port);
                Files.copy(directory.resolve(SNAPSHOT), copy.resolve(SNAPSHOT));
            } else {
                copyLog(copy);
            }
            load(copy, clients);
        } catch (IOException e) {
            throw new SoakFailure("its files cannot be judged: " + e.getMessage(), e);
        }
    }

    private void copyLog(Path copy) throws IOException {
        Files.createDirectory(copy.resolve(LOG));
        try (Stream<Path> files = Files.list(directory.resolve(LOG))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(LOG).resolve(file.getFileName()));
            }
        }
    }

    /** By a child that no cut kills. */
    private static void writeSnapshot(int port) throws IOException {
        try (RedisLink link = new RedisLink(port)) {
            PlainServer.await("a snapshot could not be begun", link::beginSnapshot);
            PlainServer.await("a snapshot did not end", () -> link.persistence().contains("rdb_bgsave_in_progress:0"));
            if (!link.persistence().contains("rdb_last_bgsave_status:ok")) {
                throw new SoakFailure("a snapshot that no cut met failed: "
                        + link.persistence().replace('\n', ' '));
            }
        }
    }

    private void load(Path copy, List<KeyValueClient> clients) throws IOException {
        int port = LoopbackPorts.free();
        List<String> arguments = List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                copy.toString(),
                "--save",
                "",
                "--appendonly",
                kind == Kind.APPEND_ONLY ? "yes" : "no",
                "--aof-load-truncated",
                "no");
        try (PlainServer redis = new PlainServer("redis", KeyValueServers.REDIS, arguments, copy.resolve("log"))) {
            redis.awaitReady(() -> answers(port));
            for (KeyValueClient client : clients) {
                try (RedisLink link = new RedisLink(port)) {
                    client.verify(link);
                }
            }
        }
    }

    /** It listens before it has loaded its files, and says so. */
    private static boolean answers(int port) {
        try (RedisLink link = new RedisLink(port)) {
            return link.persistence().contains("\nloading:0");
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }
}
