package dev.suzaku.histories;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntUnaryOperator;

/** Rows of columns as a list that makes each operation when it is asked for. */
final class OperationList extends AbstractList<Operation> implements RandomAccess {
    private final OperationColumns columns;
    private final int size;
    private final IntUnaryOperator rows;

    /** @param rows the row at each position of the list */
    OperationList(OperationColumns columns, int size, IntUnaryOperator rows) {
        this.columns = columns;
        this.size = size;
        this.rows = rows;
    }

    @Override
    public Operation get(int index) {
        return columns.operation(rows.applyAsInt(Objects.checkIndex(index, size)));
    }

    @Override
    public int size() {
        return size;
    }
}
