package dev.suzaku.faults.soak;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One client with keys of its own. It knows what the server promised: after a cut each key has the last acknowledged value or the one
 * whose acknowledgement the cut swallowed, nothing else.
 */
final class KeyValueClient implements Runnable {
    /** Opens a connection to a port. */
    @FunctionalInterface
    interface Connector {
        KeyValueLink connect(int port) throws IOException;
    }

    private static final int KEYS = 8;
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final int port;
    private final Connector connector;
    private final SplittableRandom random;
    private final String[] keys = new String[KEYS];
    private final long[] acknowledged = new long[KEYS];
    private final long[] attempted = new long[KEYS];
    private volatile long operations;
    private volatile boolean stopping;
    private volatile SoakFailure failure;

    KeyValueClient(int number, int port, Connector connector) {
        this.port = port;
        this.connector = connector;
        this.random = new SplittableRandom(number);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "client" + number + ".key" + i;
        }
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try (KeyValueLink link = connector.connect(port)) {
                    verify(link);
                    while (!stopping) {
                        operate(link);
                    }
                } catch (IOException e) {
                    LockSupport.parkNanos(RETRY_NANOS); // the power is off: the soak decides how long that may last
                }
            }
        } catch (SoakFailure e) {
            failure = e;
        }
    }

    private void verify(KeyValueLink link) throws IOException {
        for (int i = 0; i < KEYS; i++) {
            OptionalLong value = link.get(keys[i]);
            Set<Long> possible =
                    acknowledged[i] == attempted[i] ? Set.of(acknowledged[i]) : Set.of(acknowledged[i], attempted[i]);
            if (!possible.contains(value.orElse(0))) {
                throw new SoakFailure("key " + keys[i] + " is " + value + " after a recovery, acknowledged was "
                        + acknowledged[i] + ", attempted " + attempted[i]);
            }
            acknowledged[i] = value.orElse(0);
            attempted[i] = acknowledged[i];
            operations++;
        }
    }

    private void operate(KeyValueLink link) throws IOException {
        int i = random.nextInt(KEYS);
        int choice = random.nextInt(4);
        if (choice == 0) {
            OptionalLong value = link.get(keys[i]);
            if (value.orElse(0) != acknowledged[i]) {
                throw new SoakFailure("key " + keys[i] + " is " + value + ", acknowledged was " + acknowledged[i]);
            }
        } else if (choice == 1 && acknowledged[i] != 0) {
            attempted[i] = acknowledged[i] + 1;
            long value = link.increment(keys[i]);
            if (value != attempted[i]) {
                throw new SoakFailure("key " + keys[i] + " became " + value + " by adding 1 to " + acknowledged[i]);
            }
            acknowledged[i] = value;
        } else {
            attempted[i] = acknowledged[i] + 1 + random.nextInt(100);
            link.set(keys[i], attempted[i]);
            acknowledged[i] = attempted[i];
        }
        operations++;
    }

    long operations() {
        return operations;
    }

    void stop() {
        stopping = true;
    }

    void check() {
        SoakFailure found = failure;
        if (found != null) {
            throw found;
        }
    }
}
