package dev.suzaku.faults.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts another etcd, which no cut has ever met, on a copy of the data directory of the one that was cut, and asks it for all the
 * clients know. A copy, since the other one still runs and has its files locked.
 */
final class EtcdFiles implements KeyValueServer.WrittenFiles {
    private final Path data;

    EtcdFiles(Path data) {
        this.data = data;
    }

    @Override
    public void judge(int port, List<KeyValueClient> clients) {
        Path copy = data.resolveSibling("copy");
        try {
            copyTree(data, copy);
            int copysPort = LoopbackPorts.free();
            try (PlainServer etcd = new PlainServer(
                    "etcd",
                    KeyValueServers.ETCD,
                    KeyValueServers.etcdArguments(copy, copysPort),
                    data.resolveSibling("copy.log"))) {
                etcd.awaitReady(() -> answers(copysPort));
                for (KeyValueClient client : clients) {
                    try (EtcdLink link = new EtcdLink(copysPort)) {
                        client.verify(link);
                    }
                }
            }
        } catch (IOException e) {
            throw new SoakFailure("its files cannot be judged: " + e.getMessage(), e);
        }
    }

    /**
     * The last batch of values may go into the database while it is copied. That does no harm: one batch replaces no page that the
     * database's head, copied first, leads to, and the log, copied after it ({@code snap} comes before {@code wal}), has the batch too.
     */
    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> parentsFirst;
        try (Stream<Path> files = Files.walk(from)) {
            parentsFirst = files.sorted().toList();
        }
        for (Path file : parentsFirst) {
            Files.copy(file, to.resolve(from.relativize(file)));
        }
    }

    private static boolean answers(int port) {
        try (EtcdLink link = new EtcdLink(port)) {
            link.get("anything");
            return true;
        } catch (IOException e) {
            return false; // it does not listen yet, or its gateway has no connection yet
        }
    }
}
