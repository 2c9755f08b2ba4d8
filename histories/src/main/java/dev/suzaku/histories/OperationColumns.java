package dev.suzaku.histories;

import java.util.Arrays;
import java.util.List;

/**
 * The operations of a history, one row each, in the order of their invocations; 46 bytes a row.
 *
 * <p>Rows lie in segments, so that growing copies nothing large. What {@link Operation} says of a field holds for its
 * column; functions, keys and values are numbers of the {@link #vocabulary()}. Immutable, hence thread-safe, once the
 * history is built.
 */
public final class OperationColumns {
    private static final int SEGMENT_SHIFT = 14;
    private static final int SEGMENT_ROWS = 1 << SEGMENT_SHIFT;
    private static final int ROW_MASK = SEGMENT_ROWS - 1;
    static final Outcome[] OUTCOMES = Outcome.values();

    private final Vocabulary vocabulary;
    private Segment[] segments = new Segment[0];
    private int size;

    OperationColumns(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Number of operations. */
    public int size() {
        return size;
    }

    /** What the numbers in the columns stand for. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public int session(int row) {
        return segments[row >>> SEGMENT_SHIFT].sessions[row & ROW_MASK];
    }

    public int epoch(int row) {
        return segments[row >>> SEGMENT_SHIFT].epochs[row & ROW_MASK];
    }

    /** Number of the function, see {@link Vocabulary#function}. */
    public int function(int row) {
        return segments[row >>> SEGMENT_SHIFT].functions[row & ROW_MASK] & 0xFF;
    }

    /** Number of the key, see {@link Vocabulary#key}. */
    public int key(int row) {
        return segments[row >>> SEGMENT_SHIFT].keys[row & ROW_MASK];
    }

    /** Code of the argument, see {@link Vocabulary#value}. */
    public long argument(int row) {
        return segments[row >>> SEGMENT_SHIFT].arguments[row & ROW_MASK];
    }

    /** Code of the result, see {@link Vocabulary#value}; {@link Vocabulary#NOTHING} when the outcome is not OK. */
    public long result(int row) {
        return segments[row >>> SEGMENT_SHIFT].results[row & ROW_MASK];
    }

    public Outcome outcome(int row) {
        return OUTCOMES[segments[row >>> SEGMENT_SHIFT].outcomes[row & ROW_MASK]];
    }

    public long invokeNanos(int row) {
        return segments[row >>> SEGMENT_SHIFT].invokeNanos[row & ROW_MASK];
    }

    /** When the answer was parsed, or {@link Operation#NEVER} when the outcome is INFO. */
    public long returnNanos(int row) {
        return segments[row >>> SEGMENT_SHIFT].returnNanos[row & ROW_MASK];
    }

    /** The row as an object; makes a new one at each call. */
    public Operation operation(int row) {
        return new Operation(
                row,
                session(row),
                epoch(row),
                vocabulary.function(function(row)),
                vocabulary.key(key(row)),
                vocabulary.value(argument(row)),
                vocabulary.value(result(row)),
                outcome(row),
                invokeNanos(row),
                returnNanos(row));
    }

    /** Some rows as a list that makes a new object whenever one is asked for; the rows are not copied. */
    public List<Operation> operations(int[] rows) {
        return new OperationList(this, rows.length, position -> rows[position]);
    }

    /** Appends an operation that has not ended. Returns its row. */
    int addPending(int session, int function, int key, long argument, long invokeNanos) {
        int row = size;
        Segment segment = segmentForNext();
        int at = row & ROW_MASK;
        segment.sessions[at] = session;
        segment.functions[at] = (byte) function;
        segment.keys[at] = key;
        segment.arguments[at] = argument;
        segment.results[at] = Vocabulary.NOTHING;
        segment.outcomes[at] = (byte) Outcome.INFO.ordinal();
        segment.invokeNanos[at] = invokeNanos;
        segment.returnNanos[at] = Operation.NEVER;
        size++;
        return row;
    }

    /** Ends a row's operation. */
    void complete(int row, Outcome outcome, long result, long returnNanos) {
        Segment segment = segments[row >>> SEGMENT_SHIFT];
        int at = row & ROW_MASK;
        segment.outcomes[at] = (byte) outcome.ordinal();
        segment.results[at] = result;
        segment.returnNanos[at] = returnNanos;
    }

    void setEpoch(int row, int epoch) {
        segments[row >>> SEGMENT_SHIFT].epochs[row & ROW_MASK] = epoch;
    }

    void setTimes(int row, long invokeNanos, long returnNanos) {
        segments[row >>> SEGMENT_SHIFT].invokeNanos[row & ROW_MASK] = invokeNanos;
        segments[row >>> SEGMENT_SHIFT].returnNanos[row & ROW_MASK] = returnNanos;
    }

    /** Moves rows so that row {@code i} becomes what row {@code order[i]} was; the order is used up. */
    void permute(int[] order) {
        Segment kept = new Segment(1);
        for (int start = 0; start < order.length; start++) {
            if (order[start] == start) {
                continue;
            }
            copyRow(segments[start >>> SEGMENT_SHIFT], start & ROW_MASK, kept, 0);
            int to = start;
            while (order[to] != start) {
                int from = order[to];
                copyRow(
                        segments[from >>> SEGMENT_SHIFT],
                        from & ROW_MASK,
                        segments[to >>> SEGMENT_SHIFT],
                        to & ROW_MASK);
                order[to] = to;
                to = from;
            }
            copyRow(kept, 0, segments[to >>> SEGMENT_SHIFT], to & ROW_MASK);
            order[to] = to;
        }
    }

    private static void copyRow(Segment source, int from, Segment target, int to) {
        target.sessions[to] = source.sessions[from];
        target.epochs[to] = source.epochs[from];
        target.functions[to] = source.functions[from];
        target.keys[to] = source.keys[from];
        target.arguments[to] = source.arguments[from];
        target.results[to] = source.results[from];
        target.outcomes[to] = source.outcomes[from];
        target.invokeNanos[to] = source.invokeNanos[from];
        target.returnNanos[to] = source.returnNanos[from];
    }

    /** The segment of the row after the last; the first one grows from small, for the sake of small histories. */
    private Segment segmentForNext() {
        int index = size >>> SEGMENT_SHIFT;
        if (index == segments.length) {
            segments = Arrays.copyOf(segments, Math.max(1, index + (index >> 1) + 1));
        }
        if (segments[index] == null) {
            segments[index] = new Segment(index == 0 ? 8 : SEGMENT_ROWS);
        } else if ((size & ROW_MASK) == segments[index].sessions.length) {
            segments[index] = segments[index].grown();
        }
        return segments[index];
    }

    private static final class Segment {
        private int[] sessions;
        private int[] epochs;
        private byte[] functions;
        private int[] keys;
        private long[] arguments;
        private long[] results;
        private byte[] outcomes;
        private long[] invokeNanos;
        private long[] returnNanos;

        Segment(int rows) {
            sessions = new int[rows];
            epochs = new int[rows];
            functions = new byte[rows];
            keys = new int[rows];
            arguments = new long[rows];
            results = new long[rows];
            outcomes = new byte[rows];
            invokeNanos = new long[rows];
            returnNanos = new long[rows];
        }

        Segment grown() {
            int rows = 2 * sessions.length;
            sessions = Arrays.copyOf(sessions, rows);
            epochs = Arrays.copyOf(epochs, rows);
            functions = Arrays.copyOf(functions, rows);
            keys = Arrays.copyOf(keys, rows);
            arguments = Arrays.copyOf(arguments, rows);
            results = Arrays.copyOf(results, rows);
            outcomes = Arrays.copyOf(outcomes, rows);
            invokeNanos = Arrays.copyOf(invokeNanos, rows);
            returnNanos = Arrays.copyOf(returnNanos, rows);
            return this;
        }
    }
}
