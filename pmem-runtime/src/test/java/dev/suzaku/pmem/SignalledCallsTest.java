package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.trace.SignalCounter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many system calls of a server take the slow way, by a signal of Syscall User Dispatch, instead of a stub. */
class SignalledCallsTest {
    private static final int CONNECTIONS = 4;
    private static final int OPERATIONS = 5_000;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    /** Of reads and writes alone, which are two of the three calls of an operation. */
    @ParameterizedTest
    @ValueSource(strings = {"server-glibc", "server-musl-static", "server-musl-dynamic"})
    void fewerThanOneCallInAThousandTakesASignal(String name) throws IOException {
        int port = freePort();
        try (PersistentProcess server = start(name, Integer.toString(port))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> answers(port));
            long before = readsAndWrites(server.pid());

            long signals = SignalCounter.during((int) server.pid(), new ServerLoad(port, CONNECTIONS, OPERATIONS));

            long calls = readsAndWrites(server.pid()) - before;
            assertThat(calls).isGreaterThanOrEqualTo(2L * CONNECTIONS * OPERATIONS);
            assertThat(signals * 1_000)
                    .as("%d signals in more than %d calls of %s", signals, calls, name)
                    .isLessThan(calls);
        }
    }

    /** What is counted above is seen where it happens. */
    @ParameterizedTest
    @ValueSource(strings = {"unpatched-glibc", "unpatched-musl-static"})
    void aCallThatNoJumpCanReplaceTakesASignal(String name) {
        try (PersistentProcess process = start(name)) {
            assertThat(SignalCounter.reaches((int) process.pid(), 100)).isTrue();
        }
    }

    private PersistentProcess start(String name, String... words) {
        Path log = scratch.resolve("log");
        return PersistentProcess.start(
                ImageDirectory.createEmpty(scratch.resolve("image")),
                new Program(TestPrograms.get(name), List.of(words), scratch),
                LaunchOptions.defaults().withStreams(Streams.files(log, log)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getLocalPort() != port;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static long readsAndWrites(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/io"))) {
            return lines.filter(line -> line.startsWith("syscr: ") || line.startsWith("syscw: "))
                    .mapToLong(line -> Long.parseLong(line.substring("syscr: ".length())))
                    .sum();
        }
    }
}
