package dev.suzaku.agent.memcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps every worker thread of the server in its own code: one connection for each, over which long multi-gets of absent
 * keys are sent without a pause. A server that waits for clients is nearly always caught in the kernel by a power cut; this
 * makes cuts hit threads in the middle of a computation too. It changes nothing in the server and its answers (a few bytes
 * per line) are not read.
 */
public final class ReadFlood implements AutoCloseable {

    private static final int KEYS_PER_LINE = 180;
    private static final int LINES_PER_WRITE = 16;
    private static final long JOIN_MILLIS = 10_000;
    private static final byte[] LINES = lines();

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread = new Thread(this::flood, "read-flood");
    private volatile boolean closed;

    private ReadFlood() {
        thread.setDaemon(true);
    }

    /**
     * Begins; returns when every thread has been sent its first lines. Memcached deals connections to its threads in turn:
     * call this while nobody else connects.
     *
     * @param threads worker threads of the server
     */
    public static ReadFlood start(InetSocketAddress address, int threads, int timeoutMillis) throws IOException {
        ReadFlood flood = new ReadFlood();
        try {
            for (int i = 0; i < threads; i++) {
                Socket socket = new Socket();
                flood.sockets.add(socket);
                socket.connect(address, timeoutMillis);
            }
        } catch (IOException e) {
            flood.closeSockets();
            throw e;
        }
        flood.thread.start();
        flood.awaitBegun(timeoutMillis);
        return flood;
    }

    /** Ends connections and thread. */
    @Override
    public void close() {
        closed = true;
        closeSockets();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(JOIN_MILLIS);
                if (thread.isAlive()) {
                    throw new IllegalStateException("a write does not end after its connection was closed");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void flood() {
        try {
            while (!closed) {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(LINES);
                }
                begun.countDown();
            }
        } catch (IOException e) {
            // the power went, which is what the flood is for; or the flood was closed
        } finally {
            begun.countDown();
        }
    }

    private void awaitBegun(int timeoutMillis) throws IOException {
        try {
            if (!begun.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                close();
                throw new IOException("the server reads nothing for " + timeoutMillis + " ms");
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void closeSockets() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // the file descriptor is released all the same
            }
        }
    }

    private static byte[] lines() {
        StringBuilder line = new StringBuilder("get");
        for (int key = 0; key < KEYS_PER_LINE; key++) {
            line.append(" absent.").append(key);
        }
        return line.append("\r\n").toString().repeat(LINES_PER_WRITE).getBytes(StandardCharsets.ISO_8859_1);
    }
}
