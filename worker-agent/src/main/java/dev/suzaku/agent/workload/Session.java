package dev.suzaku.agent.workload;

import dev.suzaku.agent.memcached.Item;
import dev.suzaku.agent.memcached.MemcachedConnection;
import dev.suzaku.agent.memcached.NotSentException;
import dev.suzaku.agent.memcached.ProtocolException;
import dev.suzaku.agent.memcached.ServerErrorException;
import dev.suzaku.histories.HistoryRecorder;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * One client with one connection. Its identity outlives the connection (it reconnects with the next operation after a
 * cut), but not a time-out: then a new session id takes over. Every operation is recorded exactly once and never
 * repeated. For one thread, except {@link #close()}, {@link #answeredSince(long)} and {@link #inFlight}.
 */
public final class Session implements AutoCloseable {

    private static final Value STORED = new Value.Text("STORED");
    private static final Value NOT_STORED = new Value.Text("NOT_STORED");
    private static final Value DELETED = new Value.Text("DELETED");
    private static final Value NOT_FOUND = new Value.Text("NOT_FOUND");

    private final AtomicInteger ids;
    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final Journal journal;
    private final BiFunction<Command, Performed, Performed> answers;
    private final InFlightWindow window = new InFlightWindow();
    private int id;
    private volatile MemcachedConnection connection;
    private volatile boolean closed;
    private long connectingNanos;
    private long connectedNanos;
    private volatile long answeredConnectionNanos = Long.MIN_VALUE;

    /**
     * @param ids gives out session ids; shared by all sessions of the run
     * @param timeoutMillis longest wait for one reply
     * @param answers sees every answer before it is recorded and may replace it (planted faults)
     */
    public Session(
            AtomicInteger ids,
            InetSocketAddress address,
            int timeoutMillis,
            Journal journal,
            BiFunction<Command, Performed, Performed> answers) {
        this.answers = answers;
        this.ids = ids;
        this.address = address;
        this.timeoutMillis = timeoutMillis;
        this.journal = journal;
        this.id = ids.getAndIncrement();
    }

    /** The id under which the next operation is recorded. */
    public int id() {
        return id;
    }

    /** Whether an answer arrived on a connection made after {@code nanos} (of the run's clock). */
    public boolean answeredSince(long nanos) {
        return answeredConnectionNanos > nanos;
    }

    /** Whether an operation of this session was in flight at this instant of the recent past. */
    public boolean inFlight(long nanos) {
        return window.inFlight(nanos);
    }

    /** Carries the command out and records it. */
    public Performed perform(Command command) {
        HistoryRecorder recorder = journal.recorder();
        window.invoked(recorder.now());
        long operation = recorder.invoke(id, command.function(), command.key().name(), command.argument());
        Performed performed = answers.apply(command, attempt(command));
        recorder.complete(operation, performed.outcome(), performed.result());
        long now = recorder.now();
        window.returned(now);
        journal.counts().count(performed.outcome());
        if (performed.outcome() == Outcome.OK) {
            journal.firstReply().replied(connectedNanos, now);
            answeredConnectionNanos = connectedNanos;
        }
        account(command, performed.outcome());
        return performed;
    }

    /** Lets go of a connection known to be dead, so that the next operation makes a new one. For the session's thread. */
    public void reconnect() {
        disconnect();
    }

    /** Ends the connection; a waiting operation ends with an unknown outcome, later ones are not sent. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private Performed attempt(Command command) {
        int endedSession = id;
        try {
            return new Performed(Outcome.OK, execute(connected(), command));
        } catch (NotSentException e) {
            return Performed.FAILED;
        } catch (ServerErrorException e) {
            return Performed.UNKNOWN;
        } catch (SocketTimeoutException e) {
            disconnect();
            id = ids.getAndIncrement();
            journal.incidents()
                    .timedOut(endedSession, command.function(), command.key().name());
            return Performed.UNKNOWN;
        } catch (ProtocolException e) {
            disconnect();
            journal.incidents().malformed(id, command.function(), command.key().name(), e.getMessage());
            return Performed.UNKNOWN;
        } catch (IOException e) {
            // reset or closed: the bytes may have been acted upon before the power went
            if (!closed) {
                journal.lostConnections()
                        .lost(
                                id,
                                command.function() + " " + command.key().name(),
                                String.valueOf(e.getMessage()),
                                connectingNanos);
            }
            disconnect();
            return Performed.UNKNOWN;
        }
    }

    private MemcachedConnection connected() throws NotSentException {
        MemcachedConnection current = connection;
        if (current != null) {
            return current;
        }
        if (closed) {
            throw new NotSentException("session " + id + " is closed", null);
        }
        connectingNanos = journal.recorder().now();
        current = MemcachedConnection.open(address, timeoutMillis);
        // after the connection is made and before the first byte: an answer on it comes from whoever lives after this
        connectedNanos = journal.recorder().now();
        connection = current;
        if (closed) {
            disconnect();
            throw new NotSentException("session " + id + " is closed", null);
        }
        return current;
    }

    private void disconnect() {
        MemcachedConnection current = connection;
        if (current != null) {
            connection = null;
            current.close();
        }
    }

    private void account(Command command, Outcome outcome) {
        Key key = command.key();
        key.countOperation();
        if (outcome == Outcome.INFO && command.isWrite()) {
            key.countUnknownWrite();
        }
        if (outcome == Outcome.OK) {
            if (command.showsValue()) {
                journal.keys().observed(key);
            }
            if (command.isWrite()) {
                key.acknowledgeWrite();
            }
        }
    }

    private static Value execute(MemcachedConnection connection, Command command) throws IOException {
        String function = command.function();
        String key = command.key().name();
        return switch (function) {
            case "get" ->
                connection
                        .get(key)
                        .<Value>map(item -> new Value.Text(item.value()))
                        .orElse(Value.NOTHING);
            case "gets", "dump" -> taken(connection.gets(key));
            case "set", "add", "replace" -> stored(function, connection.store(function, key, text(command.argument())));
            case "cas" -> cas(connection, key, (Value.Sequence) command.argument());
            case "delete" -> connection.delete(key) ? DELETED : NOT_FOUND;
            case "incr", "decr" -> added(connection.add(function, key, ((Value.Whole) command.argument()).value()));
            default -> throw new IllegalArgumentException("no such function: " + function);
        };
    }

    private static Value taken(Optional<Item> item) {
        return item.<Value>map(found ->
                        new Value.Sequence(List.of(new Value.Text(found.value()), new Value.Whole(found.token()))))
                .orElse(Value.NOTHING);
    }

    private static Value stored(String verb, boolean stored) throws ProtocolException {
        if (!stored && verb.equals("set")) {
            throw new ProtocolException("NOT_STORED is no answer to set");
        }
        return stored ? STORED : NOT_STORED;
    }

    private static Value cas(MemcachedConnection connection, String key, Value.Sequence argument) throws IOException {
        String value = text(argument.items().get(0));
        long token = ((Value.Whole) argument.items().get(1)).value();
        return new Value.Text(connection.cas(key, value, token));
    }

    private static Value added(OptionalLong sum) {
        return sum.isPresent() ? new Value.Whole(sum.getAsLong()) : NOT_FOUND;
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }
}
