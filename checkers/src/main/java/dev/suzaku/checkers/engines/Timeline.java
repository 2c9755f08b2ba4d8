package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * The invocations and ends of one object's operations and the crashes between them, in a total order. At equal instants
 * ends by a deadline come first, then crashes, invocations, and returns: intervals are closed, deadlines are not.
 * Immutable.
 */
public final class Timeline {
    /** The position given for a crash. */
    public static final int CRASH = -1;

    /** The rank of an end that never comes. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final int CRASH_EVENT = Integer.MIN_VALUE;

    // position of an invocation, its complement for an end, or a crash
    private final int[] events;
    private final int[] invokeRanks;
    private final int[] endRanks;
    private final int openMax;
    private final int neverEnding;
    private final int crashes;
    private final SessionOrder sessionOrder;

    /**
     * Ranks the events.
     *
     * @param events position of an invocation, its complement for an end, or {@link #crashEvent()}
     */
    Timeline(int[] events, int operations, SessionOrder sessionOrder) {
        this.events = events;
        this.sessionOrder = sessionOrder;
        invokeRanks = new int[operations];
        endRanks = new int[operations];
        Arrays.fill(invokeRanks, NEVER);
        Arrays.fill(endRanks, NEVER);
        int open = 0;
        int most = 0;
        int crashCount = 0;
        int endCount = 0;
        for (int rank = 0; rank < events.length; rank++) {
            int event = events[rank];
            if (event >= 0) {
                invokeRanks[event] = rank;
                most = Math.max(most, ++open);
            } else if (event == CRASH_EVENT) {
                crashCount++;
            } else {
                endRanks[~event] = rank;
                endCount++;
                open--;
            }
        }
        openMax = most;
        crashes = crashCount;
        neverEnding = events.length - crashCount - 2 * endCount;
    }

    /**
     * Orders the events.
     *
     * @param deadline the instant until which an operation may take effect, not before its invocation, or
     *     {@link Operation#NEVER}; it is asked only of operations that may have been open at some cut
     */
    public static Timeline of(KeyHistory history, List<PowerCut> cuts, ToLongFunction<Operation> deadline) {
        return new TimelineMerge(history, cuts, deadline).merged();
    }

    /**
     * The same with a further rule: a pending operation that happens at all precedes every later operation of its session
     * that happens. One that a later operation of the session follows ends with that one at the latest.
     *
     * @param sessions the session of the operation of that {@link Operation#index()}; operations of one session do not
     *     overlap
     */
    public Timeline withSessionOrder(KeyHistory history, IntUnaryOperator sessions) {
        SessionOrder order = new SessionOrder(history, this, sessions);
        return order.binds() ? new Timeline(order.events(), history.size(), order) : this;
    }

    static int crashEvent() {
        return CRASH_EVENT;
    }

    /** Number of events. */
    public int length() {
        return events.length;
    }

    /** The operation's position in the key's history, or {@link #CRASH}. */
    public int position(int rank) {
        int event = events[rank];
        return event >= 0 ? event : event == CRASH_EVENT ? CRASH : ~event;
    }

    /** Whether the event is an operation's invocation, not its end. */
    public boolean invokes(int rank) {
        return events[rank] >= 0;
    }

    /** Rank of the invocation, or {@link #NEVER} for an operation that was left out. */
    public int invokeRank(int position) {
        return invokeRanks[position];
    }

    /** Rank of the return or of the deadline, or {@link #NEVER}. */
    public int endRank(int position) {
        return endRanks[position];
    }

    /** The largest number of operations that are open at once. */
    public int openMax() {
        return openMax;
    }

    /** Number of operations without an end. */
    public int neverEnding() {
        return neverEnding;
    }

    /** Number of crashes. */
    public int crashes() {
        return crashes;
    }

    /** Whether pending operations precede the later ones of their sessions. */
    public boolean hasSessionOrder() {
        return sessionOrder.binds();
    }

    /** The session of an operation, where there is an order of sessions. */
    int session(int position) {
        return sessionOrder.session(position);
    }

    /** Whether the order of its session concerns the pending operation. */
    boolean boundBySession(int position) {
        return sessionOrder.bound(position);
    }
}
