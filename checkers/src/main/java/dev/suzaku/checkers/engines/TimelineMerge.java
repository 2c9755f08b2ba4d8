package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Finds the ends of the few operations that were open at a cut; merges invocations and returns, each in order already,
 * with them when that is wanted. Used by one thread.
 */
final class TimelineMerge {
    private final KeyHistory history;
    private final List<PowerCut> cuts;
    private final IntToLongFunction deadline;
    private int[] events = new int[0];
    private int size;
    // operations that are left out, or whose end is among the bounds, not their return
    private final boolean[] leftOut;
    private final boolean[] bounded;
    // ends by a deadline; a second list for those that end as soon as they are invoked
    private long[] boundTimes = new long[16];
    private int[] boundPositions = new int[16];
    private int bounds;
    private long[] sortedTimes = boundTimes;
    private int[] sortedPositions = boundPositions;
    private int[] instants = new int[4];
    private int instantCount;

    TimelineMerge(KeyHistory history, List<PowerCut> cuts, IntToLongFunction deadline) {
        this.history = history;
        this.cuts = cuts;
        this.deadline = deadline;
        boolean some = !cuts.isEmpty();
        this.leftOut = new boolean[some ? history.size() : 0];
        this.bounded = new boolean[some ? history.size() : 0];
        findBounds();
    }

    /** Number of operations, those that are left out included. */
    int operations() {
        return history.size();
    }

    /** Whether the operation was retired before it could take effect. */
    boolean leftOut(int position) {
        return position < leftOut.length && leftOut[position];
    }

    /** Whether the other one, of the same operations and cuts, gives every operation the same end. */
    boolean sameEnds(TimelineMerge other) {
        return Arrays.equals(boundTimes, 0, bounds, other.boundTimes, 0, other.bounds)
                && Arrays.equals(boundPositions, 0, bounds, other.boundPositions, 0, other.bounds)
                && Arrays.equals(instants, 0, instantCount, other.instants, 0, other.instantCount)
                && Arrays.equals(leftOut, other.leftOut);
    }

    /** Per operation the last instant at which it may take effect, or {@link Operation#NEVER}. */
    long[] lastNanos() {
        long[] last = new long[history.size()];
        Arrays.setAll(last, history::returnNanos);
        for (int bound = 0; bound < bounds; bound++) {
            last[boundPositions[bound]] = boundTimes[bound] - 1;
        }
        for (int instant = 0; instant < instantCount; instant++) {
            last[instants[instant]] = history.invokeNanos(instants[instant]);
        }
        return last;
    }

    /** All events, see {@link Timeline}; to be called once. */
    int[] merged() {
        events = new int[2 * history.size() + cuts.size()];
        sortBounds();
        merge();
        return size == events.length ? events : Arrays.copyOf(events, size);
    }

    private void findBounds() {
        int cut = 0;
        for (int position = 0; position < leftOut.length; position++) {
            long invoke = history.invokeNanos(position);
            while (cut < cuts.size() && cuts.get(cut).crashLatestNanos() < invoke) {
                cut++;
            }
            if (cut < cuts.size()
                    && history.returnNanos(position) >= cuts.get(cut).crashEarliestNanos()) {
                bound(position, invoke);
            }
        }
    }

    private void bound(int position, long invoke) {
        long limit = Math.max(invoke, deadline.applyAsLong(history.index(position)));
        if (history.mandatory(position)) {
            if (history.returnNanos(position) > limit) {
                bounded[position] = true;
                if (limit == invoke) {
                    instants = instantCount == instants.length ? Arrays.copyOf(instants, 2 * instantCount) : instants;
                    instants[instantCount++] = position;
                } else {
                    addBound(limit, position);
                }
            }
        } else if (limit == invoke) {
            leftOut[position] = true; // retired before it could take effect
        } else if (limit != Operation.NEVER) {
            addBound(limit, position);
        }
    }

    private void addBound(long time, int position) {
        if (bounds == boundTimes.length) {
            boundTimes = Arrays.copyOf(boundTimes, 2 * bounds);
            boundPositions = Arrays.copyOf(boundPositions, 2 * bounds);
        }
        boundTimes[bounds] = time;
        boundPositions[bounds++] = position;
    }

    /** Deadlines are mostly in order of the invocations, since they lie at the same few instants. */
    private void sortBounds() {
        boolean sorted = true;
        for (int i = 1; i < bounds; i++) {
            sorted &= boundTimes[i - 1] <= boundTimes[i];
        }
        if (sorted) {
            sortedTimes = boundTimes;
            sortedPositions = boundPositions;
            return;
        }
        int[] order = ReturnOrder.of(Arrays.copyOf(boundTimes, bounds));
        long[] times = new long[bounds];
        int[] positions = new int[bounds];
        for (int i = 0; i < bounds; i++) {
            times[i] = boundTimes[order[i]];
            positions[i] = boundPositions[order[i]];
        }
        sortedTimes = times;
        sortedPositions = positions;
    }

    private void merge() {
        int[] byReturn = history.byReturn();
        int invoke = 0;
        int end = 0;
        int bound = 0;
        int cut = 0;
        int instant = 0;
        while (true) {
            while (invoke < leftOut.length && leftOut[invoke]) {
                invoke++;
            }
            while (end < byReturn.length && bounded.length > 0 && bounded[byReturn[end]]) {
                end++;
            }
            long invokeTime = invoke < history.size() ? history.invokeNanos(invoke) : Operation.NEVER;
            long endTime = end < byReturn.length ? history.returnNanos(byReturn[end]) : Operation.NEVER;
            long boundTime = bound < bounds ? sortedTimes[bound] : Operation.NEVER;
            long cutTime = cut < cuts.size() ? cuts.get(cut).crashLatestNanos() : Operation.NEVER;
            long instantTime = instant < instantCount ? history.invokeNanos(instants[instant]) : Operation.NEVER;
            if (bound < bounds
                    && boundTime <= cutTime
                    && boundTime <= Math.min(invokeTime, Math.min(endTime, instantTime))) {
                events[size++] = ~sortedPositions[bound++];
            } else if (cut < cuts.size() && cutTime <= Math.min(invokeTime, Math.min(endTime, instantTime))) {
                events[size++] = Timeline.crashEvent();
                cut++;
            } else if (invoke < history.size() && invokeTime <= Math.min(endTime, instantTime)) {
                events[size++] = invoke++;
            } else if (instant < instantCount && instantTime <= endTime) {
                events[size++] = ~instants[instant++];
            } else if (end < byReturn.length) {
                events[size++] = ~byReturn[end++];
            } else {
                return;
            }
        }
    }
}
