package dev.suzaku.histories;

import java.util.AbstractList;
import java.util.RandomAccess;

/** The rows of columns as a list that makes each operation when it is asked for. */
final class OperationList extends AbstractList<Operation> implements RandomAccess {
    private final OperationColumns columns;

    OperationList(OperationColumns columns) {
        this.columns = columns;
    }

    @Override
    public Operation get(int index) {
        if (index < 0 || index >= columns.size()) {
            throw new IndexOutOfBoundsException("operation " + index + " of " + columns.size());
        }
        return columns.operation(index);
    }

    @Override
    public int size() {
        return columns.size();
    }
}
