package dev.suzaku.checkers.engines;

import java.util.Arrays;

/**
 * What the open operations could do in a state, found when it is asked for and kept until the open operations change.
 */
final class StateMasks {
    private final Transitions transitions;
    private final Slots slots;
    private final PendingClasses classes;
    private int[] stamps = new int[16];
    private long[] enabled = new long[16];
    private long[] eager = new long[16];
    private boolean[] classEnabled = new boolean[16];
    private int stamp = 1;

    StateMasks(Transitions transitions, Slots slots, PendingClasses classes) {
        this.transitions = transitions;
        this.slots = slots;
        this.classes = classes;
    }

    /** To be called whenever an operation was opened, closed or changed. */
    void changed() {
        stamp++;
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
        require(state);
        return classEnabled[state];
    }

    private void require(int state) {
        if (state < stamps.length && stamps[state] == stamp) {
            return;
        }
        if (state >= stamps.length) {
            int length = Math.max(2 * stamps.length, state + 1);
            stamps = Arrays.copyOf(stamps, length);
            enabled = Arrays.copyOf(enabled, length);
            eager = Arrays.copyOf(eager, length);
            classEnabled = Arrays.copyOf(classEnabled, length);
        }
        stamps[state] = stamp;
        find(state);
    }

    private void find(int state) {
        long legal = 0;
        long atOnce = 0;
        for (long rest = slots.open() & ~slots.blind(); rest != 0; rest &= rest - 1) {
            int entry = transitions.entry(state, slots.call(Long.numberOfTrailingZeros(rest)));
            if (entry != Transitions.ILLEGAL) {
                long bit = rest & -rest;
                legal |= bit;
                atOnce |= Transitions.eager(entry) ? bit : 0;
            }
        }
        enabled[state] = legal;
        eager[state] = atOnce;
        boolean some = false;
        for (int place = classes.presentBlind(); place < classes.present() && !some; place++) {
            some = transitions.entry(state, classes.call(classes.present(place))) != Transitions.ILLEGAL;
        }
        classEnabled[state] = some;
    }
}
