package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks a memcached again and again until it answers: a connect alone says nothing, the kernel accepts before the program runs. */
final class FirstReply {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long RETRY_NANOS = 50_000;
    private static final String VALUE = "outlives";
    private static final String ANSWER = "VALUE probe 0 8\r\n" + VALUE + "\r\nEND\r\n";
    private static final String NOTHING = "END\r\n";

    private final int port;

    FirstReply(int port) {
        this.port = port;
    }

    /** Returns with the first whole reply to a get. */
    void await() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!tryOnce()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no reply on port " + port + " within " + TIMEOUT_SECONDS + " s");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** Stores what {@link #check} wants to find. */
    void store() throws IOException {
        String answer = exchange("set probe 0 0 8\r\n" + VALUE + "\r\n", "\r\n");
        if (!answer.equals("STORED\r\n")) {
            throw new IllegalStateException("memcached did not store: " + answer.strip());
        }
    }

    /** Whether what was stored before the cut is still there. */
    void check() throws IOException {
        String answer = exchange("get probe\r\n", NOTHING);
        if (!answer.equals(ANSWER)) {
            throw new IllegalStateException("memcached answered after a recovery: " + answer.strip());
        }
    }

    private boolean tryOnce() {
        try {
            return exchange("get probe\r\n", NOTHING).endsWith(NOTHING);
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private String exchange(String request, String end) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (!endsWith(answer, end)) {
                int read = in.read();
                if (read < 0) {
                    throw new IOException("the connection ended after: " + answer);
                }
                answer.append((char) read);
            }
            return answer.toString();
        }
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
    }
}
