package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.Arrays;

/**
 * The steps of an automaton as a table, as long as it is small; beyond that the automaton is asked each time.
 *
 * <pre>
 *   an entry: ILLEGAL, or  | next state | 1 bit: the call may be linearized at once in this state |
 * </pre>
 */
final class Transitions {
    static final int ILLEGAL = -1;

    private static final int MISSING = -2;
    private static final int CALLS_MAX = 1 << 10;
    private static final int ENTRIES_MAX = 1 << 20;
    private static final int[] NO_ROW = new int[0];

    private final Automaton automaton;
    private int[][] rows = new int[16][];
    private int entries;

    Transitions(Automaton automaton) {
        this.automaton = automaton;
        Arrays.fill(rows, NO_ROW);
    }

    /** The entry for a state and a call. */
    int entry(int state, int call) {
        if (state < rows.length) {
            int[] row = rows[state];
            if (call < row.length) {
                int known = row[call];
                if (known != MISSING) {
                    return known;
                }
            }
        }
        return ask(state, call);
    }

    static int next(int entry) {
        return entry >> 1;
    }

    static boolean eager(int entry) {
        return (entry & 1) != 0;
    }

    private int ask(int state, int call) {
        int next = automaton.step(state, call);
        int entry = next == Automaton.ILLEGAL ? ILLEGAL : next << 1 | (automaton.eager(state, call) ? 1 : 0);
        if (call < CALLS_MAX && entries < ENTRIES_MAX) {
            store(state, call, entry);
        }
        return entry;
    }

    private void store(int state, int call, int entry) {
        if (state >= rows.length) {
            int before = rows.length;
            rows = Arrays.copyOf(rows, Math.max(2 * before, state + 1));
            Arrays.fill(rows, before, rows.length, NO_ROW);
        }
        if (call >= rows[state].length) {
            int before = rows[state].length;
            int length = Math.max(16, Integer.highestOneBit(call) << 1);
            rows[state] = Arrays.copyOf(rows[state], length);
            Arrays.fill(rows[state], before, length, MISSING);
            entries += length - before;
        }
        rows[state][call] = entry;
    }
}
