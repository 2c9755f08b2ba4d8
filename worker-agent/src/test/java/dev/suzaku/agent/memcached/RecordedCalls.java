package dev.suzaku.agent.memcached;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One client that calls memcached at random over the text protocol, with everything the model kv knows, and writes down
 * what it was answered, byte for byte.
 */
final class RecordedCalls implements AutoCloseable {
    private static final String[] FUNCTIONS = {
        "get", "get", "gets", "gets", "set", "set", "set", "add", "replace", "append", "prepend", "cas", "cas", "incr",
        "incr", "decr", "decr", "touch", "delete"
    };

    /** None that appended blanks would make a value of blanks: memcached 1.6 finds any number in it (docs/checking.md). */
    private static final String[] VALUES = {
        "0",
        "1",
        "9",
        "10",
        "100",
        "18446744073709551615",
        "18446744073709551614",
        "18446744073709551616",
        "007",
        "x",
        " 7",
        "7 ",
        "12 abc",
        "-5",
        "+5",
        "-18446744073709551615",
        "5\t6",
        "9223372036854775807"
    };

    private static final String[] PARTS = {"1", "0", "x", " ", "", "00"};
    private static final long[] DELTAS = {0, 1, 1, 2, 9, 91, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    /** Written down in place of a value that memcached has no room for. */
    private static final Value TOO_LARGE = Value.of("(too large)");

    private static final int TOO_LARGE_BYTES = 1_100_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Random random;
    private final int session;
    private final int keys;
    private final int flushOneIn;
    private final Map<String, Long> tokens = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    RecordedCalls(InetSocketAddress address, int session, int keys, int flushOneIn, long seed) throws IOException {
        this.socket = new Socket(address.getAddress(), address.getPort());
        this.socket.setSoTimeout(20_000);
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.random = new Random(seed);
        this.session = session;
        this.keys = keys;
        this.flushOneIn = flushOneIn;
    }

    List<Operation> operations() {
        return operations;
    }

    void call() throws IOException {
        boolean flush = flushOneIn > 0 && random.nextInt(flushOneIn) == 0;
        String function = flush ? "flush_all" : FUNCTIONS[random.nextInt(FUNCTIONS.length)];
        String key = flush ? "" : "key" + random.nextInt(keys);
        Value argument = argument(function, key);
        long invoke = System.nanoTime();
        send(function, key, argument);
        Value result = result(function, key);
        operations.add(new Operation(
                operations.size(), session, 0, function, key, argument, result, Outcome.OK, invoke, System.nanoTime()));
    }

    private Value argument(String function, String key) {
        return switch (function) {
            case "set", "add", "replace" ->
                random.nextInt(40) == 0 ? TOO_LARGE : Value.of(VALUES[random.nextInt(VALUES.length)]);
            case "append", "prepend" -> Value.of(PARTS[random.nextInt(PARTS.length)]);
            case "cas" ->
                Value.sequence(Value.of(VALUES[random.nextInt(VALUES.length)]), Value.of(tokens.getOrDefault(key, (long)
                        random.nextInt(50))));
            case "incr", "decr" -> Value.of(DELTAS[random.nextInt(DELTAS.length)]);
            case "touch" -> Value.of(random.nextInt(5) == 0 ? 1000 : 0);
            default -> Value.NOTHING;
        };
    }

    private void send(String function, String key, Value argument) throws IOException {
        String value = argument.equals(TOO_LARGE)
                ? "y".repeat(TOO_LARGE_BYTES)
                : argument instanceof Value.Sequence sequence
                        ? sequence.items().get(0).toString()
                        : argument.toString();
        String head = function + (key.isEmpty() ? "" : " " + key);
        switch (function) {
            case "get", "gets", "delete", "flush_all" -> write(head);
            case "incr", "decr" -> write(head + " " + Long.toUnsignedString(((Value.Whole) argument).value()));
            case "touch" -> write(head + " " + value);
            case "cas" ->
                write(head + " 0 0 " + value.length() + " "
                        + ((Value.Sequence) argument).items().get(1) + "\r\n" + value);
            default -> write(head + " 0 0 " + value.length() + "\r\n" + value);
        }
    }

    private void write(String request) throws IOException {
        out.write((request + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private Value result(String function, String key) throws IOException {
        String line = line();
        if (function.startsWith("get")) {
            return line.equals("END") ? Value.NOTHING : item(line, function, key);
        }
        boolean number = !line.isEmpty() && Character.isDigit(line.charAt(0));
        return number ? Value.of(Long.parseUnsignedLong(line)) : Value.of(line);
    }

    private Value item(String line, String function, String key) throws IOException {
        String[] words = line.split(" ", -1);
        String value = new String(in.readNBytes(Integer.parseInt(words[3])), StandardCharsets.ISO_8859_1);
        if (!line().isEmpty() || !line().equals("END")) {
            throw new IOException("unexpected end of " + line);
        }
        if (function.equals("get")) {
            return Value.of(value);
        }
        tokens.put(key, Long.parseLong(words[4]));
        return Value.sequence(Value.of(value), Value.of(Long.parseLong(words[4])));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
