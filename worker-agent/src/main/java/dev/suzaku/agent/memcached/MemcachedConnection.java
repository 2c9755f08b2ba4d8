package dev.suzaku.agent.memcached;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One connection that speaks memcached's text protocol (doc/protocol.txt of memcached 1.6). Blocking, one command at a
 * time, never sends anything twice, not thread-safe, except that {@link #close()} may be called by any thread and ends
 * a waiting call.
 *
 * <p>After any exception but {@link ServerErrorException} the connection must be closed: a late reply would be taken for
 * the answer to the next command. {@link java.net.SocketTimeoutException} means no reply within the time-out.
 */
public final class MemcachedConnection implements AutoCloseable {

    private static final int LIST_LINES_MAX = 1_000_000;
    private static final int KEY_BYTES_MAX = 250;

    private interface LineSource {
        String next() throws IOException;
    }

    private final Socket socket;
    private final OutputStream out;
    private final LineReader reader;
    private byte[] request = new byte[512];
    private int length;

    private MemcachedConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.reader = new LineReader(socket.getInputStream());
    }

    /**
     * Connects.
     *
     * @param timeoutMillis longest wait for the connection and then for each read, positive
     * @throws NotSentException when there is no connection, or when it reached this very socket (a dead port of the
     *     ephemeral range can be connected to itself)
     */
    public static MemcachedConnection open(InetSocketAddress address, int timeoutMillis) throws NotSentException {
        return open(new Socket(), address, timeoutMillis);
    }

    /** As above, over a socket that is not connected yet. */
    static MemcachedConnection open(Socket socket, InetSocketAddress address, int timeoutMillis)
            throws NotSentException {
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(address, timeoutMillis);
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                throw new IOException("connected to itself");
            }
            socket.setSoTimeout(timeoutMillis);
            return new MemcachedConnection(socket);
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw new NotSentException("no connection to " + address + ": " + e.getMessage(), e);
        }
    }

    /** Value of a key, empty when it is absent. */
    public Optional<Item> get(String key) throws IOException {
        begin("get ").key(key).send();
        return readItem(key, false);
    }

    /** Value and token of a key, empty when it is absent. */
    public Optional<Item> gets(String key) throws IOException {
        begin("gets ").key(key).send();
        return readItem(key, true);
    }

    /** {@code set}, {@code add} or {@code replace}; true when stored. */
    public boolean store(String verb, String key, String value) throws IOException {
        begin(verb)
                .raw(" ")
                .key(key)
                .raw(" 0 0 ")
                .number(value.length())
                .raw("\r\n")
                .raw(value)
                .send();
        String line = replyLine();
        return switch (line) {
            case "STORED" -> true;
            case "NOT_STORED" -> false;
            default -> throw unexpected(verb, line);
        };
    }

    /** {@code STORED}, {@code EXISTS} or {@code NOT_FOUND}. */
    public String cas(String key, String value, long token) throws IOException {
        begin("cas ")
                .key(key)
                .raw(" 0 0 ")
                .number(value.length())
                .raw(" ")
                .number(token)
                .raw("\r\n");
        raw(value).send();
        String line = replyLine();
        return switch (line) {
            case "STORED", "EXISTS", "NOT_FOUND" -> line;
            default -> throw unexpected("cas", line);
        };
    }

    /** True when the key was there. */
    public boolean delete(String key) throws IOException {
        begin("delete ").key(key).send();
        String line = replyLine();
        return switch (line) {
            case "DELETED" -> true;
            case "NOT_FOUND" -> false;
            default -> throw unexpected("delete", line);
        };
    }

    /** {@code incr} or {@code decr} by {@code delta} (not negative): the new value, empty when the key is absent. */
    public OptionalLong add(String verb, String key, long delta) throws IOException {
        begin(verb).raw(" ").key(key).raw(" ").number(delta).send();
        String line = replyLine();
        if (line.equals("NOT_FOUND")) {
            return OptionalLong.empty();
        }
        if (line.isEmpty() || !Character.isDigit(line.charAt(0))) {
            throw unexpected(verb, line);
        }
        return OptionalLong.of(parseNumber(line));
    }

    /** {@code stats} or one of its groups ("items", "conns"); empty string for the general group. */
    public Map<String, String> stats(String group) throws IOException {
        begin(group.isEmpty() ? "stats" : "stats " + group).send();
        Map<String, String> stats = new TreeMap<>();
        for (String line : linesUntilEnd("STAT ", reader::line)) {
            String[] words = line.split(" ", 3);
            if (words.length < 2) {
                throw unexpected("stats", line);
            }
            stats.put(words[1], words.length == 3 ? words[2] : "");
        }
        return stats;
    }

    /**
     * The lines of {@code lru_crawler metadump all}. The crawler thread that makes the dump is switched on for it and off
     * again afterwards.
     */
    public List<String> metadump() throws IOException {
        expectOk("lru_crawler enable");
        begin("lru_crawler metadump all").send();
        List<String> lines = linesUntilEnd("key=", () -> reader.lineOfDump().stripTrailing());
        expectOk("lru_crawler disable");
        return lines;
    }

    /** Closes; a call that waits in another thread ends with an exception. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // the file descriptor is released all the same, and nobody waits for an answer on it
        }
    }

    private Optional<Item> readItem(String key, boolean withToken) throws IOException {
        String line = replyLine();
        if (line.equals("END")) {
            return Optional.empty();
        }
        String[] words = line.split(" ", -1);
        if (words.length != (withToken ? 5 : 4) || !words[0].equals("VALUE") || !words[1].equals(key)) {
            throw unexpected("get " + key, line);
        }
        parseNumber(words[2]);
        String value = reader.block((int) Math.min(Integer.MAX_VALUE, parseNumber(words[3])));
        long token = withToken ? parseNumber(words[4]) : 0;
        String last = reader.line();
        if (!last.equals("END")) {
            throw unexpected("get " + key, last);
        }
        rejectLeftover();
        return Optional.of(new Item(withoutTrailingBlanks(value), token));
    }

    private static String withoutTrailingBlanks(String value) {
        int length = value.length();
        while (length > 0 && value.charAt(length - 1) == ' ') {
            length--;
        }
        return value.substring(0, length);
    }

    private List<String> linesUntilEnd(String prefix, LineSource source) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = source.next();
            if (line.equals("END")) {
                rejectLeftover();
                return lines;
            }
            rejectServerError(line);
            if (!line.startsWith(prefix)) {
                throw unexpected("a list of " + prefix.strip() + " lines", line);
            }
            if (lines.size() == LIST_LINES_MAX) {
                throw new ProtocolException("more than " + LIST_LINES_MAX + " lines in one reply");
            }
            lines.add(line);
        }
    }

    private String replyLine() throws IOException {
        String line = reader.line();
        rejectServerError(line);
        if (!line.startsWith("VALUE ")) {
            rejectLeftover();
        }
        return line;
    }

    private static void rejectServerError(String line) throws ServerErrorException {
        if (line.startsWith("SERVER_ERROR")) {
            throw new ServerErrorException(line);
        }
    }

    private void rejectLeftover() throws ProtocolException {
        if (reader.hasLeftover()) {
            throw new ProtocolException("bytes after the end of the reply");
        }
    }

    private void expectOk(String command) throws IOException {
        begin(command).send();
        String line = replyLine();
        if (!line.equals("OK")) {
            throw unexpected(command, line);
        }
    }

    private static ProtocolException unexpected(String command, String line) {
        String shown = line.length() > 80 ? line.substring(0, 80) + "..." : line;
        return new ProtocolException("unexpected reply to " + command + ": '" + shown + "'");
    }

    private static long parseNumber(String digits) throws ProtocolException {
        if (digits.isEmpty() || digits.length() > 19 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolException("not a number: '" + digits.substring(0, Math.min(40, digits.length())) + "'");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ProtocolException("number beyond 2^63: " + digits);
        }
    }

    private MemcachedConnection begin(String command) {
        length = 0;
        return raw(command);
    }

    private MemcachedConnection key(String key) {
        if (key.isEmpty() || key.length() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key of " + key.length() + " bytes, 1 to " + KEY_BYTES_MAX + " allowed");
        }
        return raw(key);
    }

    private MemcachedConnection number(long number) {
        return raw(Long.toString(number));
    }

    private MemcachedConnection raw(String text) {
        int count = text.length();
        if (length + count + 2 > request.length) {
            request = Arrays.copyOf(request, Math.max(request.length * 2, length + count + 2));
        }
        for (int i = 0; i < count; i++) {
            request[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private void send() throws IOException {
        raw("\r\n");
        out.write(request, 0, length);
    }

    private static void closeQuietly(Socket socket, IOException cause) {
        try {
            socket.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
