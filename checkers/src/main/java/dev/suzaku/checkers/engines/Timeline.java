package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The invocations and ends of one object's operations and the crashes between them, in a total order. At equal instants
 * ends by a deadline come first, then crashes, invocations, and returns: intervals are closed, deadlines are not.
 */
public final class Timeline {
    /** The position given for a crash. */
    public static final int CRASH = -1;

    /** The rank of an end that never comes. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final int ORDER_DEADLINE = 0;
    private static final int ORDER_CRASH = 1;
    private static final int ORDER_INVOKE = 2;
    private static final int ORDER_RETURN = 3;

    private final int[] positions;
    private final int[] invokeRanks;
    private final int[] endRanks;

    private Timeline(int[] positions, int[] invokeRanks, int[] endRanks) {
        this.positions = positions;
        this.invokeRanks = invokeRanks;
        this.endRanks = endRanks;
    }

    /**
     * Orders the events.
     *
     * @param deadline the instant until which an operation may take effect, not before its invocation, or
     *     {@link Operation#NEVER}
     */
    public static Timeline of(KeyHistory history, List<PowerCut> cuts, ToLongFunction<Operation> deadline) {
        int count = history.operations().size();
        Events events = new Events(2 * count + cuts.size());
        for (int position = 0; position < count; position++) {
            Operation operation = history.operations().get(position);
            long invoke = operation.invokeNanos();
            long limit = Math.max(invoke, deadline.applyAsLong(operation));
            boolean mandatory = history.mandatory(position);
            if (!mandatory && limit == invoke) {
                continue; // retired before it could take effect
            }
            events.add(invoke, ORDER_INVOKE, position);
            if (mandatory && operation.returnNanos() <= limit || limit == invoke) {
                events.add(Math.min(operation.returnNanos(), limit), ORDER_RETURN, position);
            } else if (limit != Operation.NEVER) {
                events.add(limit, ORDER_DEADLINE, position);
            }
        }
        for (PowerCut cut : cuts) {
            events.add(cut.crashLatestNanos(), ORDER_CRASH, CRASH);
        }
        return ranked(events.sorted(), count);
    }

    private static Timeline ranked(int[] positions, int count) {
        int[] invokeRanks = new int[count];
        int[] endRanks = new int[count];
        Arrays.fill(invokeRanks, NEVER);
        Arrays.fill(endRanks, NEVER);
        for (int rank = 0; rank < positions.length; rank++) {
            int position = positions[rank];
            if (position == CRASH) {
                continue;
            }
            if (invokeRanks[position] == NEVER) {
                invokeRanks[position] = rank;
            } else {
                endRanks[position] = rank;
            }
        }
        return new Timeline(positions, invokeRanks, endRanks);
    }

    /** Number of events. */
    public int length() {
        return positions.length;
    }

    /** The operation's position in the key's history, or {@link #CRASH}. */
    public int position(int rank) {
        return positions[rank];
    }

    /** Whether the event is the operation's invocation, not its end. */
    public boolean invokes(int rank) {
        return invokeRanks[positions[rank]] == rank;
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
        int open = 0;
        int most = 0;
        for (int rank = 0; rank < positions.length; rank++) {
            if (positions[rank] != CRASH) {
                open += invokes(rank) ? 1 : -1;
                most = Math.max(most, open);
            }
        }
        return most;
    }

    /** Events that are sorted by time, then by order, then as they came. */
    private static final class Events {
        private final long[] nanos;
        private final int[] orders;
        private final int[] positions;
        private int size;

        Events(int capacity) {
            nanos = new long[capacity];
            orders = new int[capacity];
            positions = new int[capacity];
        }

        void add(long time, int order, int position) {
            nanos[size] = time;
            orders[size] = order;
            positions[size] = position;
            size++;
        }

        int[] sorted() {
            long[] times = Arrays.copyOf(nanos, size);
            Arrays.sort(times);
            int distinct = withoutRepetitions(times);
            // rank of the time, order and arrival in one number, so that primitive sorting does
            long[] packed = new long[size];
            for (int i = 0; i < size; i++) {
                long time = Arrays.binarySearch(times, 0, distinct, nanos[i]);
                packed[i] = time << 32 | (long) orders[i] << 30 | i;
            }
            Arrays.sort(packed);
            int[] sorted = new int[size];
            for (int i = 0; i < size; i++) {
                sorted[i] = positions[(int) (packed[i] & (1 << 30) - 1)];
            }
            return sorted;
        }

        private static int withoutRepetitions(long[] sorted) {
            int distinct = 0;
            for (long time : sorted) {
                if (distinct == 0 || sorted[distinct - 1] != time) {
                    sorted[distinct++] = time;
                }
            }
            return distinct;
        }
    }
}
