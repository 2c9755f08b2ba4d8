package dev.suzaku.faults.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** One connection to a server that keeps numbers by key. Not thread-safe. Any IOException ends it. */
abstract class KeyValueLink implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader input;
    private final OutputStream output;

    KeyValueLink(int port) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            if (socket.getLocalPort() == port) {
                throw new IOException("connected to itself: nobody listens on port " + port);
            }
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            output = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Stores a number; returns when the server has said that it did. */
    abstract void set(String key, long value) throws IOException;

    /** Adds 1 to a number that is there; returns what the server says it is now. */
    abstract long increment(String key) throws IOException;

    /** The number of a key; empty when there is none. */
    abstract OptionalLong get(String key) throws IOException;

    final void send(String request) throws IOException {
        output.write(request.getBytes(StandardCharsets.US_ASCII));
        output.flush();
    }

    final String line() throws IOException {
        String line = input.readLine();
        if (line == null) {
            throw new IOException("the server closed the connection");
        }
        return line;
    }

    /** As many characters as there are bytes. */
    final String text(int length) throws IOException {
        char[] text = new char[length];
        for (int filled = 0; filled < length; ) {
            int more = input.read(text, filled, length - filled);
            if (more < 0) {
                throw new IOException("the server closed the connection within an answer");
            }
            filled += more;
        }
        return new String(text);
    }

    final void expect(String expected) throws IOException {
        String line = line();
        if (!line.equals(expected)) {
            throw new SoakFailure("the server answered '" + line + "' instead of '" + expected + "'");
        }
    }

    static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new SoakFailure("the server answered '" + text + "' instead of a number", e);
        }
    }

    @Override
    public final void close() throws IOException {
        socket.close();
    }
}
