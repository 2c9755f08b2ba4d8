package dev.suzaku.checkers.engines;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Before when somebody must have begun to take a value from a stack that nobody is known to have taken: before the end of
 * a take of a value that certainly lay below it, and of a take that found nothing. In O(n log n): the values are walked
 * through by their pushes, with the least end of a take for each instant after which that take began.
 */
final class TakenBefore {
    // by place, the instants at which the takes were invoked; over them a Fenwick tree of the least ends, from the last
    private final int[] invokes;
    private final int[] ends;

    private TakenBefore(int[] sortedInvokes) {
        invokes = sortedInvokes;
        ends = new int[invokes.length + 1];
        Arrays.fill(ends, Timeline.NEVER);
    }

    /**
     * The ranks, {@link Timeline#NEVER} where nobody need have taken the value.
     *
     * @param values those that nobody is known to have taken, in any order
     * @param taken those that somebody took
     */
    static int[] ranks(List<Passage> values, List<Passage> taken, List<Passages.Empty> empties) {
        TakenBefore below = new TakenBefore(
                taken.stream().mapToInt(Passage::takeInvoke).sorted().toArray());
        TakenBefore nothing = new TakenBefore(
                empties.stream().mapToInt(Passages.Empty::invoke).sorted().toArray());
        empties.forEach(empty -> nothing.add(empty.invoke(), empty.end()));
        List<Passage> rising = taken.stream()
                .sorted(Comparator.comparingInt(each -> each.putEnd))
                .toList();
        Integer[] order = new Integer[values.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> values.get(i).putInvoke));
        int[] ranks = new int[values.size()];
        int next = 0;
        for (int i : order) {
            Passage value = values.get(i);
            while (next < rising.size() && rising.get(next).putEnd < value.putInvoke) {
                below.add(rising.get(next).takeInvoke(), rising.get(next).takeEnd());
                next++;
            }
            ranks[i] = Math.min(below.leastAfter(value.putEnd), nothing.leastAfter(value.putEnd));
        }
        return ranks;
    }

    private void add(int invoke, int end) {
        for (int node = invokes.length - placeAfter(invoke) + 1; node < ends.length; node += node & -node) {
            ends[node] = Math.min(ends[node], end);
        }
    }

    /** The least end of those that were invoked after that. */
    private int leastAfter(int instant) {
        int least = Timeline.NEVER;
        for (int node = invokes.length - placeAfter(instant); node > 0; node -= node & -node) {
            least = Math.min(least, ends[node]);
        }
        return least;
    }

    /** How many were invoked by then. */
    private int placeAfter(int instant) {
        int place = Arrays.binarySearch(invokes, instant);
        return place < 0 ? ~place : place + 1;
    }
}
