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

    private boolean answers() {
        try (MemcachedConnection connection = connect()) {
            return connection.get("nothing").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        for (int port = 23_000; port < 24_000; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (java.net.BindException e) {
                continue; // taken by somebody else: the next one will do
            }
        }
        throw new IOException("no free port");
    }
}
