package dev.suzaku.agent.memcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** Debian's memcached for a test, started as the agent starts it. */
final class MemcachedServer implements AutoCloseable {
    private static final int PORTS = 1_000;

    private final Process process;
    private final InetSocketAddress address;

    MemcachedServer(String... more) throws IOException {
        int port = freePort();
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> command = new ArrayList<>(List.of(MemcachedCommand.DEFAULT_EXECUTABLE));
        command.addAll(MemcachedCommand.arguments(port, 4, 64, root));
        command.addAll(Arrays.asList(more));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        address = new InetSocketAddress("127.0.0.1", port);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    MemcachedConnection connect() throws IOException {
        return MemcachedConnection.open(address, 5_000);
    }

    /** A client that writes down what it does; see {@link RecordedCalls}. */
    RecordedCalls record(int session, int keys, int flushOneIn, long seed) throws IOException {
        return new RecordedCalls(address, session, keys, flushOneIn, seed);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Another test's server may have taken the port in between. */
    private boolean answers() {
        try (MemcachedConnection connection = connect()) {
            return connection.stats("").getOrDefault("pid", "").equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        int first = (int) (ProcessHandle.current().pid() % PORTS); // tests in other processes begin elsewhere
        for (int tried = 0; tried < PORTS; tried++) {
            int port = 23_000 + (first + tried) % PORTS;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (java.net.BindException e) {
                continue; // taken by somebody else: the next one will do
            }
        }
        throw new IOException("no free port");
    }
}
