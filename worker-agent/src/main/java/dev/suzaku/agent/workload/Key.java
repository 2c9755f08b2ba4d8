package dev.suzaku.agent.workload;

import java.util.concurrent.atomic.AtomicInteger;

/** One key of the target and what clients did to it. Thread-safe. */
public final class Key {

    private static final int UNWRITTEN = 0;
    private static final int WRITTEN = 1;
    private static final int AWAITING = 2;

    private final String name;
    private final boolean numeric;
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicInteger unknownWrites = new AtomicInteger();
    private final AtomicInteger fate = new AtomicInteger(UNWRITTEN);

    Key(String name, boolean numeric) {
        this.name = name;
        this.numeric = numeric;
    }

    public String name() {
        return name;
    }

    /** Whether its values are numbers, for incr and decr. */
    boolean numeric() {
        return numeric;
    }

    /** Operations so far, with whatever outcome. */
    int operations() {
        return operations.get();
    }

    /** Writes of unknown outcome so far; each stays pending for the checker. */
    int unknownWrites() {
        return unknownWrites.get();
    }

    void countOperation() {
        operations.incrementAndGet();
    }

    void countUnknownWrite() {
        unknownWrites.incrementAndGet();
    }

    /** A write was acknowledged: its fate is open at the next cut, that of an earlier one can no longer be seen. */
    void acknowledgeWrite() {
        if (fate.get() != WRITTEN) {
            fate.set(WRITTEN);
        }
    }

    /** The power went. @return whether a write acknowledged since the previous cut now awaits observation */
    boolean crash() {
        return fate.compareAndSet(WRITTEN, AWAITING);
    }

    /** The value was read. @return whether this showed the fate of a write from before the cut, for the first time */
    boolean observe() {
        return fate.get() == AWAITING && fate.compareAndSet(AWAITING, UNWRITTEN);
    }
}
