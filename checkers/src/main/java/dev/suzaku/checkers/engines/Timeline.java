package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * The invocations and ends of one object's operations and the crashes between them, in a total order. At equal instants
 * ends by a deadline come first, then crashes, invocations, and returns: intervals are closed, deadlines are not. The order
 * is made when something first asks for it. Used by one thread.
 */
public final class Timeline {
    /** The position given for a crash. */
    public static final int CRASH = -1;

    /** The rank of an end that never comes. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final int CRASH_EVENT = Integer.MIN_VALUE;

    private final TimelineMerge merge;
    private final SessionOrder sessionOrder;
    private TimelineRanks ranks;

    private Timeline(TimelineMerge merge, TimelineRanks ranks, SessionOrder sessionOrder) {
        this.merge = merge;
        this.ranks = ranks;
        this.sessionOrder = sessionOrder;
    }

    /**
     * Orders the events.
     *
     * @param deadline by {@link Operation#index()} the instant until which an operation may take effect, not before its
     *     invocation, or {@link Operation#NEVER}; it is asked only of operations that may have been open at some cut
     */
    public static Timeline of(KeyHistory history, List<PowerCut> cuts, IntToLongFunction deadline) {
        return new Timeline(new TimelineMerge(history, cuts, deadline), null, SessionOrder.NONE);
    }

    /**
     * The same with a further rule: a pending operation that happens at all precedes every later operation of its session
     * that happens. One that a later operation of the session follows ends with that one at the latest.
     *
     * @param sessions the session of the operation of that {@link Operation#index()}; operations of one session do not
     *     overlap
     */
    public Timeline withSessionOrder(KeyHistory history, IntUnaryOperator sessions) {
        if (!history.anyPending()) {
            return this;
        }
        SessionOrder order = new SessionOrder(history, this, sessions);
        return order.binds() ? new Timeline(merge, new TimelineRanks(order.events(), history.size()), order) : this;
    }

    /** Whether the other timeline of the same operations and cuts orders them in the same way. */
    public boolean equivalent(Timeline other) {
        return !hasSessionOrder() && !other.hasSessionOrder() && merge.sameEnds(other.merge);
    }

    /** Whether the operation was left out, since it was retired before it could take effect. */
    boolean leftOut(int position) {
        return merge.leftOut(position);
    }

    /**
     * Per operation the last instant at which it may take effect, or {@link Operation#NEVER}; an order of sessions is not
     * looked at. An operation precedes another one exactly when its last instant is earlier than the other's invocation.
     */
    long[] lastNanos() {
        return merge.lastNanos();
    }

    private TimelineRanks ranks() {
        if (ranks == null) {
            ranks = new TimelineRanks(merge.merged(), merge.operations());
        }
        return ranks;
    }

    static int crashEvent() {
        return CRASH_EVENT;
    }

    /** Number of events. */
    public int length() {
        return ranks().events.length;
    }

    /** The operation's position in the key's history, or {@link #CRASH}. */
    public int position(int rank) {
        int event = ranks().events[rank];
        return event >= 0 ? event : event == CRASH_EVENT ? CRASH : ~event;
    }

    /** Whether the event is an operation's invocation, not its end. */
    public boolean invokes(int rank) {
        return ranks().events[rank] >= 0;
    }

    /** Rank of the invocation, or {@link #NEVER} for an operation that was left out. */
    public int invokeRank(int position) {
        return ranks().invokeRanks[position];
    }

    /** Rank of the return or of the deadline, or {@link #NEVER}. */
    public int endRank(int position) {
        return ranks().endRanks[position];
    }

    /** The largest number of operations that are open at once. */
    public int openMax() {
        return ranks().openMax;
    }

    /** Number of operations without an end. */
    public int neverEnding() {
        return ranks().neverEnding;
    }

    /** Number of crashes. */
    public int crashes() {
        return ranks().crashes;
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
