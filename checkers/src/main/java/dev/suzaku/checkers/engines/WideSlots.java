package dev.suzaku.checkers.engines;

import java.util.Arrays;

/** The open operations of a sweep, each in a slot that is used again after its end. */
final class WideSlots {
    private static final int FREE = -1;

    private final int[] calls;
    private final int[] ends;
    private final int[] slotOf;
    // open slots without gaps, for fast walks
    private final int[] open;
    private final int[] placeOf;
    private int openCount;

    WideSlots(int capacity, int operations) {
        calls = new int[capacity];
        Arrays.fill(calls, FREE);
        ends = new int[capacity];
        slotOf = new int[operations];
        open = new int[capacity];
        placeOf = new int[capacity];
    }

    int open(int position, int call, int endRank) {
        int slot = 0;
        while (calls[slot] != FREE) {
            slot++;
        }
        calls[slot] = call;
        ends[slot] = endRank;
        slotOf[position] = slot;
        placeOf[slot] = openCount;
        open[openCount++] = slot;
        return slot;
    }

    void close(int slot) {
        calls[slot] = FREE;
        int last = open[--openCount];
        open[placeOf[slot]] = last;
        placeOf[last] = placeOf[slot];
    }

    int slotOf(int position) {
        return slotOf[position];
    }

    int openCount() {
        return openCount;
    }

    int openSlot(int place) {
        return open[place];
    }

    int call(int slot) {
        return calls[slot];
    }

    /** Changes what the operation in that slot asks. */
    void call(int slot, int call) {
        calls[slot] = call;
    }

    /** Rank of the end of the operation in that slot. */
    int end(int slot) {
        return ends[slot];
    }
}
