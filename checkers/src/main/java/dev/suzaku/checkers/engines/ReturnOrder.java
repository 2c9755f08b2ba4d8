package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import java.util.Arrays;

/** Sorts operations by their returns, in about linear time where few are open at once. */
final class ReturnOrder {
    private static final int MOVES_PER_OPERATION = 64;

    private ReturnOrder() {}

    /**
     * The positions of the operations that returned, by return, equal ones by position.
     *
     * @param returns per operation, by invocation
     */
    static int[] of(long[] returns) {
        int[] order = new int[returns.length];
        int count = 0;
        for (int position = 0; position < returns.length; position++) {
            if (returns[position] != Operation.NEVER) {
                order[count++] = position;
            }
        }
        int[] sorted = Arrays.copyOf(order, count);
        return inserted(sorted, returns) ? sorted : merged(Arrays.copyOf(order, count), returns);
    }

    /** Insertion sort: an operation moves past those that were invoked before it and returned after it only. */
    private static boolean inserted(int[] order, long[] returns) {
        long moves = (long) MOVES_PER_OPERATION * order.length + 1024;
        for (int i = 1; i < order.length; i++) {
            int position = order[i];
            long time = returns[position];
            int to = i;
            while (to > 0 && returns[order[to - 1]] > time) {
                order[to] = order[to - 1];
                to--;
            }
            order[to] = position;
            moves -= i - to;
            if (moves < 0) {
                return false;
            }
        }
        return true;
    }

    /** Merge sort, bottom up. */
    private static int[] merged(int[] order, long[] returns) {
        int[] from = order;
        int[] to = new int[order.length];
        for (int width = 1; width < order.length; width *= 2) {
            for (int start = 0; start < order.length; start += 2 * width) {
                merge(from, to, start, width, returns);
            }
            int[] former = from;
            from = to;
            to = former;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, int start, int width, long[] returns) {
        int middle = Math.min(start + width, from.length);
        int end = Math.min(middle + width, from.length);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right >= end || left < middle && returns[from[left]] <= returns[from[right]];
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
