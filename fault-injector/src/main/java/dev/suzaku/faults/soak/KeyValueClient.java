package dev.suzaku.faults.soak;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client with keys of its own. It knows what the server promised: after a cut each key has the last acknowledged value or the one
 * whose acknowledgement the cut swallowed, nothing else.
 *
 * <p>A request that the server had read before the cut may take effect any time after the recovery, since the server goes on with it:
 * later than this client's next read of the key. So a key whose acknowledgement was swallowed is given up for a new one; only the two
 * values are allowed for it from then on.
 */
final class KeyValueClient extends SoakClient {
    /** Opens a connection to a port. */
    @FunctionalInterface
    interface Connector {
        KeyValueLink connect(int port) throws IOException;
    }

    private static final int KEYS = 8;

    private final int port;
    private final Connector connector;
    private final SplittableRandom random;
    private final String[] keys = new String[KEYS];
    private final long[] acknowledged = new long[KEYS];
    private final long[] attempted = new long[KEYS];

    /** How often a key was given up; part of its name. */
    private final int[] generation = new int[KEYS];

    private final AtomicLong operations = new AtomicLong();

    KeyValueClient(int number, int port, Connector connector) {
        this.port = port;
        this.connector = connector;
        this.random = new SplittableRandom(number);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "client" + number + ".key" + i;
        }
    }

    @Override
    void converse() throws IOException {
        try (KeyValueLink link = connector.connect(port)) {
            verify(link);
            while (!isStopping()) {
                operate(link);
            }
        }
    }

    /** Compares every key; for one thread at a time. */
    void verify(KeyValueLink link) throws IOException {
        for (int i = 0; i < KEYS; i++) {
            long value = link.get(key(i)).orElse(0);
            if (value != acknowledged[i] && value != attempted[i]) {
                throw new SoakFailure("key " + key(i) + " is " + value + " after a recovery, acknowledged was "
                        + acknowledged[i] + ", attempted " + attempted[i]);
            }
            if (acknowledged[i] != attempted[i]) {
                generation[i]++;
                acknowledged[i] = 0;
                attempted[i] = 0;
            }
            operations.incrementAndGet();
        }
    }

    private String key(int i) {
        return keys[i] + "." + generation[i];
    }

    private void operate(KeyValueLink link) throws IOException {
        int i = random.nextInt(KEYS);
        int choice = random.nextInt(4);
        if (choice == 0) {
            OptionalLong value = link.get(key(i));
            if (value.orElse(0) != acknowledged[i]) {
                throw new SoakFailure("key " + key(i) + " is " + value + ", acknowledged was " + acknowledged[i]);
            }
        } else if (choice == 1 && acknowledged[i] != 0) {
            attempted[i] = acknowledged[i] + 1;
            long value = link.increment(key(i));
            if (value != attempted[i]) {
                throw new SoakFailure("key " + key(i) + " became " + value + " by adding 1 to " + acknowledged[i]);
            }
            acknowledged[i] = value;
        } else {
            attempted[i] = acknowledged[i] + 1 + random.nextInt(100);
            link.set(key(i), attempted[i]);
            acknowledged[i] = attempted[i];
        }
        operations.incrementAndGet();
    }

    @Override
    long answers() {
        return operations.get();
    }
}
