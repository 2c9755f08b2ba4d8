package dev.suzaku.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Workload;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.HistoryRecorder;
import dev.suzaku.histories.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions against servers that end connections. */
class SessionTest {
    private static final int TIMEOUT_MILLIS = 10_000;

    @TempDir
    Path directory;

    private final LostConnections lost = new LostConnections(this::now);
    private int histories;
    private LongSupplier clock = System::nanoTime;
    private final KeySpace keys = new KeySpace(Workload.mixed(1));

    @Test
    void a_connection_that_a_living_server_drops_is_told() throws Exception {
        long before = System.nanoTime();
        Outcome outcome = readFromServerThatDrops();

        assertThat(outcome).isEqualTo(Outcome.INFO);
        assertThat(lost.droppedBetween(before, System.nanoTime()))
                .hasValueSatisfying(what -> assertThat(what).contains("session 0", "get " + key().name()));
        assertThat(lost.droppedBetween(before, System.nanoTime())).isEmpty();
    }

    @Test
    void a_connection_that_ended_after_a_cut_began_is_the_cuts() throws Exception {
        long before = System.nanoTime();
        readFromServerThatDrops();

        assertThat(lost.droppedBetween(before, before)).isEmpty();
    }

    @Test
    void a_connection_made_before_the_server_came_back_is_the_cuts() throws Exception {
        readFromServerThatDrops();
        long after = System.nanoTime();

        assertThat(lost.droppedBetween(after, Long.MAX_VALUE)).isEmpty();
    }

    /** The thread may stand still for any time between the connection and the look at the clock. */
    @Test
    void a_connection_is_as_old_as_the_wish_for_it() throws Exception {
        AtomicLong ticks = new AtomicLong();
        clock = ticks::incrementAndGet;
        AtomicLong lostAt = new AtomicLong();
        LostConnections counted = new LostConnections(() -> lostAt.updateAndGet(ignored -> now()));
        readFromServerThatDrops(counted);

        long connected = lostAt.get() - 1;
        long connecting = connected - 1;
        assertThat(counted.droppedBetween(connecting, Long.MAX_VALUE)).isEmpty();

        readFromServerThatDrops(counted);
        connecting = lostAt.get() - 2;
        assertThat(counted.droppedBetween(connecting - 1, Long.MAX_VALUE)).isPresent();
    }

    @Test
    void an_answer_from_before_a_cut_is_not_the_first_after_it() {
        FirstReply reply = new FirstReply();
        reply.crashed(10);
        reply.replied(20, 30);
        reply.crashed(40);

        reply.replied(20, 50);
        assertThat(reply.arrived()).isFalse();
        reply.replied(41, 60);
        assertThat(reply.nanos()).isEqualTo(60);
    }

    private long now() {
        return clock.getAsLong();
    }

    private Outcome readFromServerThatDrops() throws Exception {
        return readFromServerThatDrops(lost);
    }

    private Outcome readFromServerThatDrops(LostConnections lost) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HistoryRecorder recorder = HistoryRecorder.create(
                        directory.resolve("history-" + histories++ + ".szh"),
                        HistoryHeader.of("r", "kv", 0),
                        this::now);
                Session session = session(server, recorder, lost)) {
            Thread dropper = new Thread(() -> dropFirst(server));
            dropper.start();
            Outcome outcome = session.perform(Command.get(key())).outcome();
            dropper.join();
            return outcome;
        }
    }

    private Session session(ServerSocket server, HistoryRecorder recorder, LostConnections lost) {
        Journal journal =
                new Journal(recorder, keys, new OperationCounts(), new FirstReply(), lost, new Journal.Incidents() {
                    @Override
                    public void timedOut(int session, String function, String key) {
                        throw new AssertionError("timed out");
                    }

                    @Override
                    public void malformed(int session, String function, String key, String message) {
                        throw new AssertionError(message);
                    }
                });
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Session(new AtomicInteger(), address, TIMEOUT_MILLIS, journal, (command, answer) -> answer);
    }

    private Key key() {
        return keys.touched().get(0);
    }

    private static void dropFirst(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
