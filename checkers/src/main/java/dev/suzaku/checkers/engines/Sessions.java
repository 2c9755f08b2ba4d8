package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Who invoked what after what. A session is a client that keeps its identity across power cuts; one whose operation was
 * given up while the target lived (it invokes the next although no cut came between) goes on as another session, since
 * nothing says in which order a target takes up the two. Operations that certainly did not happen are no invocations.
 * Made from the whole history, before it is partitioned by key. Immutable.
 */
public final class Sessions {
    /** No operation. */
    public static final int NONE = -1;

    private final int[] sessions;
    private final int[] next;
    private final OperationColumns columns;
    private final boolean hasty;

    private Sessions(OperationColumns columns, int[] sessions, int[] next, boolean hasty) {
        this.columns = columns;
        this.sessions = sessions;
        this.next = next;
        this.hasty = hasty;
    }

    /**
     * Numbers the sessions.
     *
     * @param end whether what is not certain about the instants of cuts shall part sessions (lenient) or not (strict)
     */
    public static Sessions of(History history, End end) {
        OperationColumns columns = history.columns();
        int[] sessions = new int[columns.size()];
        int[] next = new int[columns.size()];
        Arrays.fill(next, NONE);
        Map<Integer, Integer> last = new HashMap<>();
        int count = 0;
        boolean hasty = false;
        for (int row = 0; row < columns.size(); row++) {
            if (columns.outcome(row) == Outcome.FAIL) {
                continue;
            }
            Integer before = last.put(columns.session(row), row);
            long invoke = columns.invokeNanos(row);
            if (before == null) {
                sessions[row] = count++;
            } else if (columns.returnNanos(before) <= invoke) {
                sessions[row] = sessions[before];
                next[before] = row;
            } else {
                int cut = Deadlines.cutWhileOpen(columns.invokeNanos(before), end, history.cuts());
                boolean givenUp = cut == history.cuts().size()
                        || invoke < Deadlines.crashNanos(history.cuts().get(cut), end);
                if (givenUp) {
                    sessions[row] = count++;
                } else {
                    sessions[row] = sessions[before];
                    next[before] = row;
                    hasty |= invoke < history.cuts().get(cut).readyLatestNanos();
                }
            }
        }
        return new Sessions(columns, sessions, next, hasty);
    }

    /**
     * Whether some session whose operation was open at a cut invoked another one before the first reply after it. Such a
     * session knows an order that the first reply does not: ready-bounded says less about it than persistent does.
     */
    public boolean invokedDuringOutage() {
        return hasty;
    }

    /** The number of the session of the operation of that index; equal numbers for operations of the same. */
    public int session(int index) {
        return sessions[index];
    }

    /** The index of the next operation of the session of the operation of that index, or {@link #NONE}. */
    public int next(int index) {
        return next[index];
    }

    /** When the operation's session invoked its next operation, on any object, or {@link Operation#NEVER}. */
    long nextInvokeNanos(int index) {
        int follower = next[index];
        return follower == NONE ? Operation.NEVER : columns.invokeNanos(follower);
    }

    /**
     * For each operation, by index, when the session's next operation on the same object that fits returned, or
     * {@link Operation#NEVER}.
     *
     * @param fits asked about the index of an operation that was answered
     */
    long[] nextReturnNanos(IntPredicate fits) {
        record Place(int session, int key) {}
        long[] returns = new long[columns.size()];
        Map<Place, Long> nearest = new HashMap<>();
        for (int row = columns.size() - 1; row >= 0; row--) {
            if (columns.outcome(row) == Outcome.FAIL) {
                continue;
            }
            Place place = new Place(sessions[row], columns.key(row));
            returns[row] = nearest.getOrDefault(place, Operation.NEVER);
            if (columns.outcome(row) == Outcome.OK && fits.test(row)) {
                nearest.put(place, columns.returnNanos(row));
            }
        }
        return returns;
    }
}
