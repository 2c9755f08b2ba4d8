package dev.suzaku.faults.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The clients of one server, each with a thread of its own from the beginning. */
final class SoakClients<C extends SoakClient> implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final List<C> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param client the client of a number */
    SoakClients(IntFunction<C> client) {
        for (int number = 0; number < CLIENTS; number++) {
            C each = client.apply(number);
            Thread thread = new Thread(each, "soak-client-" + number);
            thread.setDaemon(true);
            clients.add(each);
            threads.add(thread);
            thread.start();
        }
    }

    List<C> all() {
        return List.copyOf(clients);
    }

    /** Answers that every client has had so far. */
    long progress() {
        return clients.stream().mapToLong(SoakClient::answers).min().orElseThrow();
    }

    /** @throws SoakFailure if a client found something wrong so far */
    void check() {
        clients.forEach(SoakClient::check);
    }

    /** Stops the clients and waits for the end of their threads. */
    @Override
    public void close() {
        clients.forEach(SoakClient::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while clients stop", e));
        }
    }
}
