package dev.suzaku.checkers.engines;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The rule of recoverable linearizability (Berryhill, Golab and Tripunitara 2015) for one object: a pending operation that
 * happens precedes every later operation of its session that happens. The rule is an order, which the engines keep in
 * each configuration; here it only becomes known which operations it concerns and when they have retired everywhere.
 */
final class SessionOrder {
    /** No such rule. */
    static final SessionOrder NONE = new SessionOrder();

    private final BitSet bound = new BitSet();
    private final int[] events;
    private final int[] sessions;

    private SessionOrder() {
        events = new int[0];
        sessions = new int[0];
    }

    SessionOrder(KeyHistory history, Timeline timeline, IntUnaryOperator sessionOfIndex) {
        sessions = new int[history.size()];
        Arrays.setAll(sessions, position -> sessionOfIndex.applyAsInt(history.index(position)));
        Map<Integer, Integer> lastPending = new HashMap<>();
        Set<Integer> withPending = new HashSet<>();
        // per operation, the pending ones that end with it at the latest, as a list through "after"
        int[] firstEnding = new int[history.size()];
        int[] after = new int[history.size()];
        Arrays.fill(firstEnding, Timeline.CRASH);
        int added = 0;
        for (int position = 0; position < history.size(); position++) {
            if (timeline.invokeRank(position) == Timeline.NEVER) {
                continue;
            }
            Integer before = lastPending.get(sessions[position]);
            boolean mandatory = history.mandatory(position);
            if (before != null) {
                bound.set(before);
            }
            if (!mandatory) {
                bound.set(position, !withPending.add(sessions[position]));
            }
            after[position] = before == null ? Timeline.CRASH : before;
            if (!mandatory) {
                lastPending.put(sessions[position], position);
            } else if (before != null) {
                lastPending.remove(sessions[position]);
                for (int pending = before; pending != Timeline.CRASH; pending = after[pending]) {
                    added += timeline.endRank(pending) == Timeline.NEVER ? 1 : 0;
                }
                firstEnding[position] = before;
            }
        }
        events = bound.isEmpty() ? new int[0] : withEnds(timeline, firstEnding, after, added);
    }

    /** The events, with the ends of what retires with another operation right after that one's end. */
    private static int[] withEnds(Timeline timeline, int[] firstEnding, int[] after, int added) {
        int[] result = new int[timeline.length() + added];
        int size = 0;
        BitSet ended = new BitSet();
        for (int rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            if (position == Timeline.CRASH) {
                result[size++] = Timeline.crashEvent();
            } else if (timeline.invokes(rank)) {
                result[size++] = position;
            } else if (!ended.get(position)) {
                result[size++] = ~position;
                ended.set(position);
                for (int pending = firstEnding[position]; pending != Timeline.CRASH; pending = after[pending]) {
                    if (!ended.get(pending)) {
                        result[size++] = ~pending;
                        ended.set(pending);
                    }
                }
            }
        }
        return Arrays.copyOf(result, size);
    }

    boolean binds() {
        return !bound.isEmpty();
    }

    boolean bound(int position) {
        return bound.get(position);
    }

    int session(int position) {
        return position < sessions.length ? sessions[position] : 0;
    }

    int[] events() {
        return events;
    }
}
