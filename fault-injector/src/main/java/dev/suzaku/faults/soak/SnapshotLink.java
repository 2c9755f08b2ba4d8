package dev.suzaku.faults.soak;

import java.io.IOException;

/** Redis's protocol; asks for a snapshot between others' requests. */
final class SnapshotLink extends RedisLink {
    private static final int SETS_PER_SNAPSHOT = 100;

    private int sets;

    SnapshotLink(int port) throws IOException {
        super(port);
    }

    @Override
    void set(String key, long value) throws IOException {
        super.set(key, value);
        if (++sets % SETS_PER_SNAPSHOT == 0) {
            beginSnapshot();
        }
    }
}
