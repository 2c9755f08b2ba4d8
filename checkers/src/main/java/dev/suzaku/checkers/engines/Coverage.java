package dev.suzaku.checkers.engines;

/** How many intervals cover each of a row of slots; every question and change in O(log n). A segment tree. */
final class Coverage {
    private final int size;
    private final int[] least;
    private final int[] most;
    private final int[] added;

    /** Slots from 0, uncovered. */
    Coverage(int slots) {
        int power = 1;
        while (power < slots) {
            power *= 2;
        }
        size = power;
        least = new int[2 * power];
        most = new int[2 * power];
        added = new int[2 * power];
    }

    /** Adds so much to the slots from the first to the last. */
    void add(int first, int last, int amount) {
        add(1, 0, size - 1, first, last, amount);
    }

    private void add(int node, int low, int high, int first, int last, int amount) {
        if (last < low || high < first) {
            return;
        }
        if (first <= low && high <= last) {
            least[node] += amount;
            most[node] += amount;
            added[node] += amount;
            return;
        }
        int middle = (low + high) >>> 1;
        add(2 * node, low, middle, first, last, amount);
        add(2 * node + 1, middle + 1, high, first, last, amount);
        least[node] = added[node] + Math.min(least[2 * node], least[2 * node + 1]);
        most[node] = added[node] + Math.max(most[2 * node], most[2 * node + 1]);
    }

    /** The first slot from there on that is covered, or that is not; the number of slots when there is none. */
    int next(int from, boolean covered) {
        return next(1, 0, size - 1, from, covered, 0);
    }

    private int next(int node, int low, int high, int from, boolean covered, int above) {
        boolean none = covered ? above + most[node] == 0 : above + least[node] > 0;
        if (high < from || none) {
            return size;
        }
        if (low == high) {
            return low;
        }
        int middle = (low + high) >>> 1;
        int left = next(2 * node, low, middle, from, covered, above + added[node]);
        return left < size ? left : next(2 * node + 1, middle + 1, high, from, covered, above + added[node]);
    }
}
