package dev.suzaku.checkers.engines;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which pushes are running at an instant: intervals that are asked for what contains a point, one after the other, each in
 * O(log n). A segment tree over the invocations that knows the latest end below each node.
 */
final class OpenPushes {
    private static final int GONE = -1;

    private final int[] byInvoke;
    private final int[] invokes;
    private final int[] placeOf;
    private final int size;
    private final int[] latest;

    /**
     * All of them.
     *
     * @param putInvokes by value, a number that is not negative
     * @param putEnds by value, a greater number
     */
    OpenPushes(int[] putInvokes, int[] putEnds) {
        byInvoke = IntStream.range(0, putInvokes.length)
                .mapToLong(value -> (long) putInvokes[value] << 32 | value)
                .sorted()
                .mapToInt(each -> (int) each)
                .toArray();
        invokes = IntStream.of(byInvoke).map(value -> putInvokes[value]).toArray();
        placeOf = new int[putInvokes.length];
        int power = 1;
        while (power < byInvoke.length) {
            power *= 2;
        }
        size = power;
        latest = new int[2 * size];
        Arrays.fill(latest, GONE);
        for (int place = 0; place < byInvoke.length; place++) {
            placeOf[byInvoke[place]] = place;
            latest[size + place] = putEnds[byInvoke[place]];
        }
        for (int node = size - 1; node > 0; node--) {
            latest[node] = Math.max(latest[2 * node], latest[2 * node + 1]);
        }
    }

    /** Takes a value out. */
    void remove(int value) {
        int node = size + placeOf[value];
        latest[node] = GONE;
        for (node /= 2; node > 0; node /= 2) {
            latest[node] = Math.max(latest[2 * node], latest[2 * node + 1]);
        }
    }

    /** How many were invoked by then, those that were taken out included. */
    int invokedBy(int instant) {
        int place = Arrays.binarySearch(invokes, instant);
        return place < 0 ? ~place : place + 1;
    }

    /** The first place from there on whose push ends at that instant or later; a number beyond all places when there is none. */
    int next(int from, int instant) {
        return next(1, 0, size - 1, from, instant);
    }

    private int next(int node, int low, int high, int from, int instant) {
        if (high < from || latest[node] < instant) {
            return size;
        }
        if (low == high) {
            return low;
        }
        int middle = (low + high) >>> 1;
        int left = next(2 * node, low, middle, from, instant);
        return left < size ? left : next(2 * node + 1, middle + 1, high, from, instant);
    }

    /** The value at a place. */
    int value(int place) {
        return byInvoke[place];
    }
}
