package dev.suzaku.faults.soak;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The client against a server that loses acknowledged writes: the soak's oracle must see it. */
class KeyValueClientTest {
    @Test
    void aServerThatForgetsAnAcknowledgedWriteIsFound() throws Exception {
        try (ForgetfulServer server = new ForgetfulServer()) {
            KeyValueClient client = new KeyValueClient(0, server.port(), RedisLink::new);
            Thread thread = new Thread(client);
            thread.start();
            await().until(() -> client.answers() > 200);
            client.check();

            server.forget();

            thread.join();
            assertThatThrownBy(client::check).isInstanceOf(SoakFailure.class).hasMessageContaining("key client0.key");
        }
    }

    /** Speaks as much of redis's protocol as the client uses. */
    private static final class ForgetfulServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Map<String, Long> values = new ConcurrentHashMap<>();

        ForgetfulServer() throws IOException {
            Thread thread = new Thread(this::serve);
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        void forget() {
            values.replaceAll((key, value) -> value - 1);
        }

        private void serve() {
            try (Socket socket = listener.accept();
                    BufferedReader requests = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                    socket.getOutputStream().write(answer(line.split(" ")).getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                values.clear(); // the client has gone
            }
        }

        private String answer(String[] words) {
            switch (words[0]) {
                case "SET":
                    values.put(words[1], Long.parseLong(words[2]));
                    return "+OK\r\n";
                case "INCR":
                    return ":" + values.merge(words[1], 1L, Long::sum) + "\r\n";
                default:
                    Long value = values.get(words[1]);
                    return value == null ? "$-1\r\n" : "$" + value.toString().length() + "\r\n" + value + "\r\n";
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
