package dev.suzaku.checkers.engines;

import java.util.Arrays;

/**
 * What the open operations could do in a state. Kept for each state and brought up to date when it is asked for, by
 * looking at the slots whose operation changed since then only. The bits of slots that are not open mean nothing.
 */
final class StateMasks {
    /** So many changes are remembered, one slot each; a power of two. */
    private static final int CHANGES = 64;

    private final Transitions transitions;
    private final Slots slots;
    private final PendingClasses classes;
    // per state: how many changes of slots, and of classes, what is kept takes into account
    private int[] slotStamps = new int[16];
    private int[] classStamps = new int[16];
    private long[] enabled = new long[16];
    private long[] eager = new long[16];
    private boolean[] classEnabled = new boolean[16];
    private final int[] changed = new int[CHANGES];
    private int slotStamp = CHANGES + 1; // so that a state not yet asked for has seen none
    private int classStamp = 1;

    StateMasks(Transitions transitions, Slots slots, PendingClasses classes) {
        this.transitions = transitions;
        this.slots = slots;
        this.classes = classes;
    }

    /** To be called whenever an operation was opened in the slot or changed there. */
    void slotChanged(int slot) {
        changed[++slotStamp & CHANGES - 1] = slot;
    }

    /** To be called whenever a counted operation was added. */
    void classesChanged() {
        classStamp++;
    }

    /** The slots whose operations are legal in the state, without blind ones. */
    long enabled(int state) {
        require(state);
        return enabled[state];
    }

    /** Those of them that may be linearized at once. */
    long eager(int state) {
        require(state);
        return eager[state];
    }

    /** Whether a counted operation that is not blind is legal in the state. */
    boolean classEnabled(int state) {
        if (classes.present() == classes.presentBlind()) {
            return false;
        }
        require(state);
        if (classStamps[state] != classStamp) {
            classStamps[state] = classStamp;
            classEnabled[state] = findClass(state);
        }
        return classEnabled[state];
    }

    private void require(int state) {
        if (state >= slotStamps.length || slotStamps[state] != slotStamp) {
            update(state);
        }
    }

    private void update(int state) {
        if (state >= slotStamps.length) {
            int length = Math.max(2 * slotStamps.length, state + 1);
            slotStamps = Arrays.copyOf(slotStamps, length);
            classStamps = Arrays.copyOf(classStamps, length);
            enabled = Arrays.copyOf(enabled, length);
            eager = Arrays.copyOf(eager, length);
            classEnabled = Arrays.copyOf(classEnabled, length);
        }
        int from = slotStamps[state];
        slotStamps[state] = slotStamp;
        if (slotStamp - from > CHANGES) {
            enabled[state] = 0;
            eager[state] = 0;
            for (long rest = slots.open(); rest != 0; rest &= rest - 1) {
                find(state, Long.numberOfTrailingZeros(rest));
            }
            return;
        }
        for (int change = from + 1; change <= slotStamp; change++) {
            find(state, changed[change & CHANGES - 1]);
        }
    }

    private void find(int state, int slot) {
        long bit = 1L << slot;
        int entry = (slots.blind() & bit) != 0 ? Transitions.ILLEGAL : transitions.entry(state, slots.call(slot));
        if (entry == Transitions.ILLEGAL) {
            enabled[state] &= ~bit;
            eager[state] &= ~bit;
        } else {
            enabled[state] |= bit;
            eager[state] = Transitions.eager(entry) ? eager[state] | bit : eager[state] & ~bit;
        }
    }

    private boolean findClass(int state) {
        for (int place = classes.presentBlind(); place < classes.present(); place++) {
            if (transitions.entry(state, classes.call(classes.present(place))) != Transitions.ILLEGAL) {
                return true;
            }
        }
        return false;
    }
}
