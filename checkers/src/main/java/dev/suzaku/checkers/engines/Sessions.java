package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who invoked what after what. A session is a client that keeps its identity across power cuts; one whose operation was
 * given up while the target lived (it invokes the next although no cut came between) goes on as another session, since
 * nothing says in which order a target takes up the two. Operations that certainly did not happen are no invocations.
 * Made from the whole history, before it is partitioned by key. Immutable.
 */
public final class Sessions {
    private static final int NONE = -1;

    private final int[] sessions;
    private final int[] next;
    private final List<Operation> operations;
    private final boolean hasty;

    private Sessions(List<Operation> operations, int[] sessions, int[] next, boolean hasty) {
        this.operations = operations;
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
        List<Operation> operations = history.operations();
        int[] sessions = new int[operations.size()];
        int[] next = new int[operations.size()];
        Arrays.fill(next, NONE);
        Map<Integer, Operation> last = new HashMap<>();
        int count = 0;
        boolean hasty = false;
        for (Operation operation : operations) {
            if (operation.outcome() == Outcome.FAIL) {
                continue;
            }
            Operation before = last.put(operation.session(), operation);
            if (before == null || givenUp(before, operation.invokeNanos(), end, history.cuts())) {
                sessions[operation.index()] = count++;
            } else {
                sessions[operation.index()] = sessions[before.index()];
                next[before.index()] = operation.index();
                hasty |= duringOutage(before, operation.invokeNanos(), end, history.cuts());
            }
        }
        return new Sessions(operations, sessions, next, hasty);
    }

    /** Whether the operation was still open, although no cut had come, when its session invoked another one. */
    private static boolean givenUp(Operation operation, long nextInvoke, End end, List<PowerCut> cuts) {
        if (operation.returnNanos() <= nextInvoke) {
            return false;
        }
        int cut = Deadlines.cutWhileOpen(operation.invokeNanos(), end, cuts);
        if (cut == cuts.size()) {
            return true;
        }
        long crash = end == End.LENIENT
                ? cuts.get(cut).crashLatestNanos()
                : cuts.get(cut).crashEarliestNanos();
        return nextInvoke < crash;
    }

    private static boolean duringOutage(Operation operation, long nextInvoke, End end, List<PowerCut> cuts) {
        if (operation.returnNanos() <= nextInvoke) {
            return false;
        }
        int cut = Deadlines.cutWhileOpen(operation.invokeNanos(), end, cuts);
        return nextInvoke < cuts.get(cut).readyLatestNanos();
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

    /** When the operation's session invoked its next operation, on any object, or {@link Operation#NEVER}. */
    long nextInvokeNanos(Operation operation) {
        int follower = next[operation.index()];
        return follower == NONE ? Operation.NEVER : operations.get(follower).invokeNanos();
    }

    /**
     * For each operation, by index, when the session's next operation on the same object that fits returned, or
     * {@link Operation#NEVER}.
     */
    long[] nextReturnNanos(Predicate<Operation> fits) {
        record Place(int session, String key) {}
        long[] returns = new long[operations.size()];
        Map<Place, Long> nearest = new HashMap<>();
        for (int index = operations.size() - 1; index >= 0; index--) {
            Operation operation = operations.get(index);
            if (operation.outcome() == Outcome.FAIL) {
                continue;
            }
            Place place = new Place(sessions[index], operation.key());
            returns[index] = nearest.getOrDefault(place, Operation.NEVER);
            if (fits.test(operation)) {
                nearest.put(place, operation.returnNanos());
            }
        }
        return returns;
    }
}
