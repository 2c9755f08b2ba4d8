package dev.suzaku.histories;

import java.util.List;
import java.util.Objects;

/**
 * Everything that clients of one run did, and every power cut of it. Immutable.
 *
 * <p>The operations are kept as {@linkplain #columns() columns}, which is what to read where there are many of them.
 */
public final class History {
    private final HistoryHeader header;
    private final OperationColumns columns;
    private final List<PowerCut> cuts;
    private final boolean complete;

    /** A history whose columns are built. */
    History(HistoryHeader header, OperationColumns columns, List<PowerCut> cuts, boolean complete) {
        this.header = Objects.requireNonNull(header, "header");
        this.columns = columns;
        this.cuts = List.copyOf(cuts);
        this.complete = complete;
    }

    /**
     * A history of the given operations.
     *
     * @param header what the history says about itself
     * @param operations in the order of their invocations; their positions become their {@link Operation#index()}
     * @param cuts in the order of time; the cut at position k ends epoch k
     * @param complete see {@link #complete()}
     */
    public History(HistoryHeader header, List<Operation> operations, List<PowerCut> cuts, boolean complete) {
        this(header, columns(operations), cuts, complete);
    }

    private static OperationColumns columns(List<Operation> operations) {
        Vocabulary vocabulary = new Vocabulary();
        OperationColumns columns = new OperationColumns(vocabulary);
        long before = Long.MIN_VALUE;
        for (Operation operation : operations) {
            if (operation.invokeNanos() < before) {
                throw new IllegalArgumentException(
                        "operation " + columns.size() + " was invoked before the one that precedes it in the list");
            }
            before = operation.invokeNanos();
            int row = columns.addPending(
                    operation.session(),
                    vocabulary.addFunction(operation.function()),
                    vocabulary.addKey(operation.key()),
                    vocabulary.addValue(operation.argument()),
                    operation.invokeNanos());
            columns.setEpoch(row, operation.epoch());
            columns.complete(
                    row, operation.outcome(), vocabulary.addValue(operation.result()), operation.returnNanos());
        }
        return columns;
    }

    /** What the history says about itself. */
    public HistoryHeader header() {
        return header;
    }

    /** The operations in the order of their invocations, as numbers. */
    public OperationColumns columns() {
        return columns;
    }

    /**
     * The operations in the order of their invocations; {@link Operation#index()} is the position. The list makes a new
     * object whenever one is asked for, so that it takes no memory; to use many more than once, copy them.
     */
    public List<Operation> operations() {
        return new OperationList(columns, columns.size(), row -> row);
    }

    /** The power cuts in the order of time; the cut at position k ends epoch k. */
    public List<PowerCut> cuts() {
        return cuts;
    }

    /**
     * False when the end of the recording is missing or damaged: such a history may be shown and may be found INVALID, but
     * must never count as a pass.
     */
    public boolean complete() {
        return complete;
    }

    /** Number of operations with the given outcome. */
    public int count(Outcome outcome) {
        int count = 0;
        for (int row = 0; row < columns.size(); row++) {
            if (columns.outcome(row) == outcome) {
                count++;
            }
        }
        return count;
    }
}
