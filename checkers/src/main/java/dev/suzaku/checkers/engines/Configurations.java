package dev.suzaku.checkers.engines;

import java.util.Arrays;

/**
 * A set of configurations of the frontier engine, kept almost free of dominated ones.
 *
 * <p>A configuration is a state, the open operations that were linearized ({@code used}), those that are no duty any more
 * ({@code done}, which contains the used ones), and how many of each class of pending operations were used. It dominates
 * another of the same state that has no less used and no more done: whatever follows that follows it too. An operation
 * used only here may be made up for by one that is used only there and that covers it.
 */
final class Configurations {
    private static final int NONE = -1;
    // from here on, only so many others are compared, and equal ones are found by hashing
    private static final int SCAN_MAX = 96;

    private final Slots slots;
    private final int countWords;
    private final int compared;
    private final long[] guards;
    private final Budget budget;
    private int[] states = new int[16];
    private long[] used = new long[16];
    private long[] done = new long[16];
    private long[] counts;
    private int[] next = new int[16];
    private int size;
    private int alive;
    // the newest configuration of each state, if the stamp is the present one
    private int[] heads = new int[16];
    private int[] stamps = new int[16];
    private int stamp = 1;
    // open addressing; place + 1, or 0; filled only when the set is large
    private int[] table = new int[0];
    private boolean hashing;
    private boolean full;
    private long reservedBytes;

    /**
     * An empty set.
     *
     * @param guards per word of class counters, a one above each counter
     * @param compared so many of these words decide whether one configuration dominates another
     */
    Configurations(Slots slots, long[] guards, int compared, Budget budget) {
        this.compared = compared;
        this.slots = slots;
        this.guards = guards;
        this.countWords = guards.length;
        this.budget = budget;
        this.counts = new long[16 * countWords];
    }

    /** Number of places, including those of configurations that were dominated later. */
    int size() {
        return size;
    }

    int alive() {
        return alive;
    }

    /** Gives the memory back; the set is not used afterwards. */
    void release() {
        budget.release(reservedBytes);
        reservedBytes = 0;
    }

    /** Whether the memory did not suffice for what was added. */
    boolean full() {
        return full;
    }

    boolean isAlive(int index) {
        return states[index] != NONE;
    }

    int state(int index) {
        return states[index];
    }

    long used(int index) {
        return used[index];
    }

    long done(int index) {
        return done[index];
    }

    long[] counts() {
        return counts;
    }

    void set(int index, long usedNow, long doneNow) {
        used[index] = usedNow;
        done[index] = doneNow;
    }

    void clear() {
        size = 0;
        alive = 0;
        full = false;
        hashing = false;
        stamp++;
    }

    /** Adds the configuration, with the counters at that place of the array, unless one dominates it. */
    boolean add(int state, long newUsed, long newDone, long[] source, int offset) {
        int head = head(state);
        int before = NONE;
        int scanned = 0;
        for (int other = head; other != NONE; other = next[other]) {
            if (++scanned > SCAN_MAX) {
                if (isKnown(state, newUsed, newDone, source, offset)) {
                    heads[state] = head;
                    return false;
                }
                break;
            }
            if (dominates(used[other], done[other], counts, other * countWords, newUsed, newDone, source, offset)) {
                heads[state] = head;
                return false;
            }
            if (dominates(newUsed, newDone, source, offset, used[other], done[other], counts, other * countWords)) {
                states[other] = NONE;
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
        heads[state] = head;
        push(state, newUsed, newDone, source, offset);
        return true;
    }

    /** Adds the configuration, which no other dominates. */
    void push(int state, long newUsed, long newDone, long[] source, int offset) {
        int head = head(state);
        if (size == states.length && !grow()) {
            full = true;
            return;
        }
        states[size] = state;
        used[size] = newUsed;
        done[size] = newDone;
        if (countWords > 0) {
            System.arraycopy(source, offset, counts, size * countWords, countWords);
        }
        next[size] = head;
        heads[state] = size;
        size++;
        alive++;
        if (hashing) {
            enter(size - 1);
        }
    }

    private int head(int state) {
        if (state >= heads.length) {
            int length = Math.max(heads.length * 2, state + 1);
            heads = Arrays.copyOf(heads, length);
            stamps = Arrays.copyOf(stamps, length);
        }
        if (stamps[state] != stamp) {
            stamps[state] = stamp;
            heads[state] = NONE;
        }
        return heads[state];
    }

    private boolean dominates(long usedA, long doneA, long[] a, int at, long usedB, long doneB, long[] b, int bt) {
        if ((doneB & ~doneA) != 0) {
            return false;
        }
        long missing = usedA & ~usedB;
        if (missing != 0 && !slots.covered(missing, usedB & ~usedA)) {
            return false;
        }
        for (int word = 0; word < compared; word++) {
            if (((b[bt + word] | guards[word]) - a[at + word] & guards[word]) != guards[word]) {
                return false;
            }
        }
        return true;
    }

    private boolean grow() {
        int capacity = states.length + (states.length >> 1);
        // the arrays, and a hash table of up to four numbers per place
        long perPlace = 4 + 8 + 8 + 4 + 16 + 8L * countWords;
        if ((long) capacity * Math.max(1, countWords) > Integer.MAX_VALUE - 8
                || !budget.allowsTouching(perPlace * capacity)
                || !budget.reserve(perPlace * (capacity - states.length))) {
            return false;
        }
        reservedBytes += perPlace * (capacity - states.length);
        try {
            copyTo(capacity);
        } catch (OutOfMemoryError e) {
            return false; // what was kept before is dropped with the sweep, which then is undecided
        }
        return true;
    }

    /** Either all arrays become larger or, where the heap does not allow one of them, none. */
    private void copyTo(int capacity) {
        int[] moreStates = Arrays.copyOf(states, capacity);
        long[] moreUsed = Arrays.copyOf(used, capacity);
        long[] moreDone = Arrays.copyOf(done, capacity);
        long[] moreCounts = Arrays.copyOf(counts, capacity * countWords);
        next = Arrays.copyOf(next, capacity);
        states = moreStates;
        used = moreUsed;
        done = moreDone;
        counts = moreCounts;
    }

    private boolean isKnown(int state, long newUsed, long newDone, long[] source, int offset) {
        if (!hashing) {
            hashing = true;
            Arrays.fill(table, 0);
            for (int i = 0; i < size; i++) {
                if (states[i] != NONE) {
                    enter(i);
                }
            }
        }
        int place = hash(state, newUsed, newDone, source, offset) & table.length - 1;
        while (table[place] != 0) {
            int other = table[place] - 1;
            if (states[other] == state
                    && used[other] == newUsed
                    && done[other] == newDone
                    && equalCounts(other, source, offset)) {
                return true;
            }
            place = place + 1 & table.length - 1;
        }
        return false;
    }

    private boolean equalCounts(int other, long[] source, int offset) {
        for (int word = 0; word < countWords; word++) {
            if (counts[other * countWords + word] != source[offset + word]) {
                return false;
            }
        }
        return true;
    }

    private void enter(int index) {
        if (table.length < 2 * states.length) {
            table = new int[Integer.highestOneBit(states.length) << 2];
            for (int i = 0; i < index; i++) {
                if (states[i] != NONE) {
                    place(i);
                }
            }
        }
        place(index);
    }

    private void place(int index) {
        int place = hash(states[index], used[index], done[index], counts, index * countWords) & table.length - 1;
        while (table[place] != 0) {
            place = place + 1 & table.length - 1;
        }
        table[place] = index + 1;
    }

    private int hash(int state, long newUsed, long newDone, long[] source, int offset) {
        long mixed = (state * 0x9E3779B97F4A7C15L ^ newUsed) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 29 ^ newDone) * 0x94D049BB133111EBL;
        for (int word = 0; word < countWords; word++) {
            mixed = (mixed ^ mixed >>> 31 ^ source[offset + word]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (mixed >>> 32);
    }
}
