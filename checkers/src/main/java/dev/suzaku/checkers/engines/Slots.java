package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;

/** The open operations of a sweep, each in one of 64 slots that is used again after its end; sets of slots are masks. */
final class Slots {
    static final int CAPACITY = 64;

    private final Automaton automaton;
    private final boolean sessionOrder;
    private final int[] calls = new int[CAPACITY];
    private final int[] ends = new int[CAPACITY];
    private final int[] sessions = new int[CAPACITY];
    // per slot: those with the same call that end sooner, those that can stand for it, those that it retires
    private final long[] sooner = new long[CAPACITY];
    private final long[] covering = new long[CAPACITY];
    private final long[] retires = new long[CAPACITY];
    private long open;
    private long mandatory;
    private long blind;
    private long observers;
    private long crashSensitive;
    // the slots for which the covering ones are known
    private long coveringKnown;

    /**
     * No open operations.
     *
     * @param sessionOrder whether an operation retires the pending operations before it of its session
     */
    Slots(Automaton automaton, boolean sessionOrder) {
        this.automaton = automaton;
        this.sessionOrder = sessionOrder;
    }

    /**
     * Opens an operation.
     *
     * @param isMandatory whether it must happen
     * @param endRank rank of its end
     * @return its slot
     */
    int open(int call, boolean isMandatory, int endRank, int session) {
        int slot = Long.numberOfTrailingZeros(~open);
        long bit = 1L << slot;
        open |= bit;
        mandatory = isMandatory ? mandatory | bit : mandatory & ~bit;
        ends[slot] = endRank;
        sessions[slot] = session;
        retires[slot] = sessionOrder ? pendingOf(session) & ~bit : 0;
        call(slot, call);
        return slot;
    }

    private long pendingOf(int session) {
        long pending = 0;
        for (long rest = open & ~mandatory; rest != 0; rest &= rest - 1) {
            int other = Long.numberOfTrailingZeros(rest);
            pending |= sessions[other] == session ? 1L << other : 0;
        }
        return pending;
    }

    /** Whether an order of a session binds the operation, so that it can stand for no other and no other for it. */
    boolean bound(int slot) {
        return sessionOrder && ((mandatory & 1L << slot) == 0 || retires[slot] != 0);
    }

    /** Changes what the operation in that slot asks. */
    void call(int slot, int call) {
        long bit = 1L << slot;
        calls[slot] = call;
        blind = automaton.blind(call) ? blind | bit : blind & ~bit;
        observers = automaton.observer(call) ? observers | bit : observers & ~bit;
        crashSensitive = automaton.crashSensitive(call) ? crashSensitive | bit : crashSensitive & ~bit;
        relate(slot);
    }

    private void relate(int slot) {
        long bit = 1L << slot;
        long mine = 0;
        boolean free = !bound(slot);
        for (long rest = open & ~bit; rest != 0; rest &= rest - 1) {
            int other = Long.numberOfTrailingZeros(rest);
            sooner[other] &= ~bit;
            if (calls[other] == calls[slot] && free && !bound(other)) {
                if (endsSooner(other, slot)) {
                    mine |= 1L << other;
                } else {
                    sooner[other] |= bit;
                }
            }
        }
        sooner[slot] = mine;
        coveringKnown = 0;
    }

    private boolean endsSooner(int slot, int other) {
        return ends[slot] < ends[other] || ends[slot] == ends[other] && slot < other;
    }

    /** Changes the rank of the end, of all open operations in the same order as before. */
    void end(int slot, int endRank) {
        ends[slot] = endRank;
    }

    /** Whether no slot is left. */
    boolean full() {
        return open == -1L;
    }

    void close(int slot) {
        long keep = ~(1L << slot);
        open &= keep;
        mandatory &= keep;
        blind &= keep;
        observers &= keep;
        crashSensitive &= keep;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int other = Long.numberOfTrailingZeros(rest);
            sooner[other] &= keep;
            covering[other] &= keep;
            retires[other] &= keep;
        }
    }

    /** Whether each of the missing slots has a slot of its own among the spare ones that covers it. */
    boolean covered(long missing, long spare) {
        long left = spare;
        for (long rest = missing; rest != 0; rest &= rest - 1) {
            long able = left == 0 ? 0 : covering(Long.numberOfTrailingZeros(rest)) & left;
            if (able == 0) {
                return false;
            }
            left &= ~(able & -able);
        }
        return true;
    }

    /** The slots whose operations can do, and for no less long, what that in this slot can. */
    private long covering(int slot) {
        long bit = 1L << slot;
        if ((coveringKnown & bit) == 0) {
            coveringKnown |= bit;
            covering[slot] = 0;
            for (long rest = bound(slot) ? 0 : open & ~bit; rest != 0; rest &= rest - 1) {
                int other = Long.numberOfTrailingZeros(rest);
                if (ends[other] >= ends[slot] && !bound(other) && automaton.covers(calls[other], calls[slot])) {
                    covering[slot] |= 1L << other;
                }
            }
        }
        return covering[slot];
    }

    int call(int slot) {
        return calls[slot];
    }

    long sooner(int slot) {
        return sooner[slot];
    }

    /** The pending operations that may not happen any more once the one in the slot has. */
    long retires(int slot) {
        return retires[slot];
    }

    /** The operations that would retire a pending one that is not among the used. */
    long retiring(long used) {
        long retiring = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            retiring |= (retires[slot] & ~used) != 0 ? 1L << slot : 0;
        }
        return retiring;
    }

    long open() {
        return open;
    }

    long mandatory() {
        return mandatory;
    }

    long blind() {
        return blind;
    }

    long observers() {
        return observers;
    }

    long crashSensitive() {
        return crashSensitive;
    }
}
