package dev.suzaku.agent.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that answer anything. */
class HostileServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR\r\n",
                "END\n",
                "\r\n",
                "END\r\nEND\r\n",
                "VALUE other 0 1\r\nx\r\nEND\r\n",
                "VALUE key 0\r\nx\r\nEND\r\n",
                "VALUE key 0 1 7\r\nx\r\nEND\r\n",
                "VALUE key 0 -1\r\nx\r\nEND\r\n",
                "VALUE key 0 99999999999\r\nx\r\nEND\r\n",
                "VALUE key 0 99999999999999999999999\r\nx\r\nEND\r\n",
                "VALUE key 0 2\r\nabcd\r\nEND\r\n",
                "VALUE key 0 1\r\nx\r\nVALUE key 0 1\r\nx\r\nEND\r\n"
            })
    void anAnswerThatIsNoneIsAProtocolException(String answer) throws Exception {
        assertThatThrownBy(() -> getFrom(answer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aLineWithoutEndIsGivenUpAtTheLimit() {
        assertThatThrownBy(() -> getFrom("x".repeat(100_000)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2048");
    }

    @Test
    void anAnswerCutShortIsAnEndOfFileAndNoMiss() {
        assertThatThrownBy(() -> getFrom("VALUE key 0 5\r\nab"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ProtocolException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void silenceIsATimeOut() throws Exception {
        try (ServerSocket silent = listen();
                MemcachedConnection connection = MemcachedConnection.open(address(silent), 100)) {
            assertThatThrownBy(() -> connection.get("key")).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aDeadPortMeansThatNothingWasSent() throws Exception {
        InetSocketAddress dead;
        try (ServerSocket socket = listen()) {
            dead = address(socket);
        }
        assertThatThrownBy(() -> MemcachedConnection.open(dead, 1_000)).isInstanceOf(NotSentException.class);
    }

    @Test
    void aConnectionToItselfIsRejected() throws Exception {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            InetSocketAddress itself = (InetSocketAddress) socket.getLocalSocketAddress();
            assertThatThrownBy(() -> MemcachedConnection.open(socket, itself, 1_000))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("connected to itself");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "key=a", "key=a cas=x exp=-1", "key=%zz cas=1 exp=-1", "=b"})
    void aMetadumpLineWithoutKeyAndTokenIsAProtocolException(String line) {
        assertThatThrownBy(() -> MetadumpEntry.parse(line)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aMetadumpKeyIsDecoded() throws ProtocolException {
        assertThat(MetadumpEntry.parse("key=k%3A1 exp=-1 la=5 cas=17 fetch=yes cls=1 size=65"))
                .isEqualTo(new MetadumpEntry("k:1", 17, -1));
    }

    private static void getFrom(String answer) throws Exception {
        try (ServerSocket server = listen()) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> answerOnce(server, answer));
            try (MemcachedConnection connection = MemcachedConnection.open(address(server), 5_000)) {
                connection.get("key");
            } finally {
                served.join();
            }
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().readNBytes("get key\r\n".length());
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // the client may close first: that is what it should do with such answers
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }
}
