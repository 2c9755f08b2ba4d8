package dev.suzaku.checkers.engines;

import java.util.Arrays;

/**
 * A set of configurations over any number of slots, kept free of dominated ones.
 *
 * <p>A configuration is a state and two sets of slots: {@code todo}, the open operations that must still be linearized,
 * and {@code free}, those that may still be. One dominates another of the same state when it has no more to do and is
 * free to do no less: for each operation that only the other may still linearize it has one of its own that covers it.
 *
 * <pre>
 *   cells of a configuration: | state | todo, words times | free, words times |
 * </pre>
 */
final class WideConfigurations {
    private static final int NONE = -1;

    /** Whether the operation in the one slot can stand for that in the other. */
    interface Covering {
        boolean covers(int slot, int other);
    }

    private final int words;
    private final Covering covering;
    private final Budget budget;
    private final int stride;
    private long[] cells;
    private int[] next;
    private boolean[] dead;
    private int size;
    private int alive;
    // the newest configuration of each state, if the stamp is the present one
    private int[] heads = new int[64];
    private int[] stamps = new int[64];
    private int stamp = 1;
    private boolean full;
    private long reservedBytes;
    private final long[] used;

    WideConfigurations(int words, Covering covering, Budget budget) {
        this.budget = budget;
        this.covering = covering;
        this.words = words;
        this.stride = 1 + 2 * words;
        this.used = new long[words];
        this.cells = new long[stride * 16];
        this.next = new int[16];
        this.dead = new boolean[16];
    }

    int stride() {
        return stride;
    }

    long[] cells() {
        return cells;
    }

    /** Number of places, including those of configurations that were dominated later. */
    int size() {
        return size;
    }

    boolean isAlive(int index) {
        return !dead[index];
    }

    boolean isEmpty() {
        return alive == 0;
    }

    int alive() {
        return alive;
    }

    /** Whether the memory did not suffice for what was added. */
    boolean full() {
        return full;
    }

    /** Gives the memory back; the set is not used afterwards. */
    void release() {
        budget.release(reservedBytes);
        reservedBytes = 0;
    }

    void clear() {
        size = 0;
        alive = 0;
        full = false;
        stamp++;
    }

    /** Adds the configuration at that place of the array unless one dominates it. Returns whether it was added. */
    boolean add(long[] source, int offset) {
        int state = (int) source[offset];
        if (state >= heads.length) {
            int length = Math.max(heads.length * 2, state + 1);
            heads = Arrays.copyOf(heads, length);
            stamps = Arrays.copyOf(stamps, length);
        }
        int head = stamps[state] == stamp ? heads[state] : NONE;
        int before = NONE;
        for (int other = head; other != NONE; other = next[other]) {
            if (dominates(cells, other * stride, source, offset)) {
                return false;
            }
            if (dominates(source, offset, cells, other * stride)) {
                dead[other] = true;
                alive--;
                if (before == NONE) {
                    head = next[other];
                } else {
                    next[before] = next[other];
                }
            } else {
                before = other;
            }
        }
        if (size == next.length && !grow()) {
            full = true;
            return false;
        }
        System.arraycopy(source, offset, cells, size * stride, stride);
        next[size] = head;
        dead[size] = false;
        heads[state] = size;
        stamps[state] = stamp;
        size++;
        alive++;
        return true;
    }

    private boolean grow() {
        int capacity = next.length + (next.length >> 1) + 1;
        long more = (8L * stride + 5) * (capacity - next.length);
        if ((long) capacity * stride > Integer.MAX_VALUE - 8
                || !budget.allowsTouching((8L * stride + 5) * capacity)
                || !budget.reserve(more)) {
            return false;
        }
        reservedBytes += more;
        try {
            long[] moreCells = Arrays.copyOf(cells, capacity * stride);
            int[] moreNext = Arrays.copyOf(next, capacity);
            dead = Arrays.copyOf(dead, capacity);
            cells = moreCells;
            next = moreNext;
        } catch (OutOfMemoryError e) {
            return false; // what was kept before is dropped with the sweep, which then is undecided
        }
        return true;
    }

    private boolean dominates(long[] a, int at, long[] b, int bt) {
        boolean fewer = false;
        int spare = 0;
        for (int word = 1; word <= words; word++) {
            if ((a[at + word] & ~b[bt + word]) != 0) {
                return false;
            }
            long freeA = a[at + words + word];
            long freeB = b[bt + words + word];
            fewer |= (freeB & ~freeA) != 0;
            spare += Long.bitCount(freeA) - Long.bitCount(freeB);
        }
        return !fewer || spare >= 0 && coversAll(a, at + 1 + words, b, bt + 1 + words);
    }

    /** Whether each slot that is free in b only has a slot of its own, free in a only, that covers it. */
    private boolean coversAll(long[] a, int at, long[] b, int bt) {
        for (int word = 0; word < words; word++) {
            used[word] = 0;
        }
        for (int word = 0; word < words; word++) {
            for (long rest = b[bt + word] & ~a[at + word]; rest != 0; rest &= rest - 1) {
                if (!coverOne(a, at, b, bt, (word << 6) + Long.numberOfTrailingZeros(rest))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean coverOne(long[] a, int at, long[] b, int bt, int other) {
        for (int word = 0; word < words; word++) {
            for (long rest = a[at + word] & ~b[bt + word] & ~used[word]; rest != 0; rest &= rest - 1) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(rest);
                if (covering.covers(slot, other)) {
                    used[word] |= 1L << slot;
                    return true;
                }
            }
        }
        return false;
    }
}
