package dev.suzaku.faults.soak;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What judges the data directory of an etcd, and the answers of one, finds what is wrong with them. */
class EtcdFilesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long ENOUGH = 60;
    private static final String KEY = "client0.key0.0";

    private final int port = LoopbackPorts.free();
    private final KeyValueClient client = new KeyValueClient(0, port, EtcdLink::new);
    private final Thread asking = new Thread(client);

    @TempDir
    Path directory;

    private KeyValueServer etcd;
    private UndisturbedServer server;

    @BeforeEach
    void start() throws IOException {
        assumeThat(SoakTest.isHere("etcd")).as("etcd is installed").isTrue();
        etcd = KeyValueServers.etcd(directory);
        server = new UndisturbedServer(new Program(etcd.file(), etcd.arguments().apply(port), directory));
        asking.start();
        await().atMost(SOON).until(() -> client.answers() > ENOUGH);
    }

    @AfterEach
    void end() throws InterruptedException {
        client.stop();
        asking.join();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everythingThatWasAcknowledgedIsInTheFiles() throws Exception {
        stopAsking();

        assertThatCode(this::judge).doesNotThrowAnyException();
    }

    @Test
    void anOlderValueInTheFilesIsFound() throws Exception {
        stopAsking();
        setBack();

        assertThatThrownBy(this::judge)
                .isInstanceOf(SoakFailure.class)
                .hasMessageContaining("key " + KEY + " is 1 after a recovery");
    }

    @Test
    void anOlderValueInAnAnswerIsFound() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            setBack(); // again, where the client writes the key before it reads it
            assertThatThrownBy(client::check).isInstanceOf(SoakFailure.class).hasMessageContaining("key " + KEY);
        });
    }

    @Test
    void aLogWithAWrongByteIsFound() throws Exception {
        stopAsking();
        server.close();
        Path log = log();
        byte[] bytes = Files.readAllBytes(log);
        bytes[30] ^= 1;
        Files.write(log, bytes);

        assertThatThrownBy(this::judge)
                .isInstanceOf(SoakFailure.class)
                .hasMessageContaining("an undisturbed etcd refuses its files: exit code");
    }

    private void stopAsking() throws InterruptedException {
        client.stop();
        asking.join();
        client.check();
    }

    /** As if all writes of a key but its first had been lost. */
    private void setBack() throws IOException {
        try (EtcdLink link = new EtcdLink(port)) {
            link.set(KEY, 1);
        }
    }

    private void judge() {
        etcd.files().judge(port, List.of(client));
    }

    private Path log() throws IOException {
        try (Stream<Path> files =
                Files.list(directory.resolve("data").resolve("member").resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
