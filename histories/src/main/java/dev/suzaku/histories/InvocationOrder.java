package dev.suzaku.histories;

/**
 * Sorts rows by their invocations; rows that were invoked at the same instant keep their order. A merge sort from the
 * bottom up that leaves alone what is in order already, since recorders write nearly in order.
 */
final class InvocationOrder {
    private final OperationColumns columns;
    private int[] order;
    private int[] merged;

    private InvocationOrder(OperationColumns columns) {
        this.columns = columns;
    }

    static void sort(OperationColumns columns) {
        if (!sorted(columns)) {
            new InvocationOrder(columns).sort();
        }
    }

    private static boolean sorted(OperationColumns columns) {
        for (int row = 1; row < columns.size(); row++) {
            if (columns.invokeNanos(row - 1) > columns.invokeNanos(row)) {
                return false;
            }
        }
        return true;
    }

    private void sort() {
        int size = columns.size();
        order = new int[size];
        merged = new int[size];
        for (int row = 0; row < size; row++) {
            order[row] = row;
        }
        for (long width = 1; width < size; width *= 2) {
            for (long from = 0; from + width < size; from += 2 * width) {
                merge((int) from, (int) (from + width), (int) Math.min(size, from + 2 * width));
            }
        }
        columns.permute(order);
    }

    private void merge(int from, int middle, int end) {
        if (nanos(middle - 1) <= nanos(middle)) {
            return;
        }
        int left = from;
        int right = middle;
        for (int i = from; i < end; i++) {
            boolean takeLeft = right == end || left < middle && nanos(left) <= nanos(right);
            merged[i] = order[takeLeft ? left++ : right++];
        }
        System.arraycopy(merged, from, order, from, end - from);
    }

    private long nanos(int position) {
        return columns.invokeNanos(order[position]);
    }
}
