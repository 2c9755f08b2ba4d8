package dev.suzaku.checkers.engines;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether values can have lain in a stack: whether an instant can be chosen for each push and each pop, within their
 * intervals, such that of two values that were in at the same time one was in as long as the other and longer. In O(n (log n
 * + c)), where c is the number of pushes at once.
 *
 * <p>A value <em>covers</em> the time between the end of its push and the invocation of its pop, in which it was certainly
 * in. Take a stretch of time that is covered without a gap. Between any two of the longest stays there would be an instant
 * at which nothing is in, so one value, the outermost, must have been in all the time: its push was invoked before every
 * other push there ended, and its pop ended after every other pop was invoked. If the stretch can be explained at all, it
 * can be with any such value as the outermost, since the stays of all others can be cut to its own. What remains without
 * that value falls into stretches again; at a gap all stays can be cut. If no value can be the outermost, there is no
 * explanation. A value that covers nothing can come and go in one instant. (The decrease-and-conquer scheme of Lee and
 * Mathur 2025, worked out for stays.)
 */
final class Nesting {
    private final List<Passage> values;
    private final int[] ranks;
    // by value, as indices into the ranks
    private final int[] putInvokes;
    private final int[] putEnds;
    private final int[] takeInvokes;
    private final int[] takeEnds;
    private final boolean[] inside;
    private final Coverage coverage;
    private final OpenPushes pushes;

    private Nesting(List<Passage> all) {
        values = all.stream().filter(Passage::stays).toList();
        ranks = values.stream()
                .flatMapToInt(each -> IntStream.of(each.putInvoke, each.putEnd, each.takeInvoke(), each.takeEnd()))
                .filter(rank -> rank != Timeline.NEVER)
                .sorted()
                .toArray();
        putInvokes = values.stream().mapToInt(each -> place(each.putInvoke)).toArray();
        putEnds = values.stream().mapToInt(each -> place(each.putEnd)).toArray();
        takeInvokes = values.stream().mapToInt(each -> place(each.takeInvoke())).toArray();
        takeEnds = values.stream()
                .mapToInt(each -> each.takeEnd() == Timeline.NEVER ? ranks.length + 1 : place(each.takeEnd()))
                .toArray();
        inside = new boolean[values.size()];
        Arrays.fill(inside, true);
        coverage = new Coverage(ranks.length + 2);
        for (int value = 0; value < values.size(); value++) {
            coverage.add(putEnds[value] + 1, takeInvokes[value], 1);
        }
        pushes = new OpenPushes(putInvokes, putEnds);
    }

    private int place(int rank) {
        return rank == Timeline.NEVER ? ranks.length : Arrays.binarySearch(ranks, rank);
    }

    /**
     * Values that cannot have lain in one stack, empty when all can; they alone contradict each other.
     *
     * @param budget when it is spent, the answer says nothing
     */
    static List<Passage> stuck(List<Passage> all, Budget budget) {
        return new Nesting(all).peel(budget);
    }

    private List<Passage> peel(Budget budget) {
        Deque<int[]> stretches = new ArrayDeque<>();
        addStretches(stretches, 0, ranks.length);
        while (!stretches.isEmpty() && !budget.spent()) {
            int[] stretch = stretches.pop();
            int outermost = outermost(stretch[0], stretch[1], budget);
            if (outermost < 0) {
                return budget.spent() ? List.of() : between(stretch[0], stretch[1]);
            }
            inside[outermost] = false;
            pushes.remove(outermost);
            coverage.add(putEnds[outermost] + 1, takeInvokes[outermost], -1);
            addStretches(stretches, stretch[0], stretch[1]);
        }
        return List.of();
    }

    private void addStretches(Deque<int[]> stretches, int first, int last) {
        int from = coverage.next(first, true);
        while (from <= last) {
            int gap = coverage.next(from, false);
            stretches.push(new int[] {from, gap - 1});
            from = coverage.next(gap, true);
        }
    }

    /** A value that may have been in as long as anything in that stretch, or -1; that says nothing once the budget is spent. */
    private int outermost(int first, int last, Budget budget) {
        int begin = first - 1; // a stretch begins with the end of a push
        int invoked = pushes.invokedBy(begin);
        int place = pushes.next(0, begin);
        while (place < invoked && !budget.spent()) {
            int value = pushes.value(place);
            if (putEnds[value] < last && takeEnds[value] > last) {
                return value;
            }
            place = pushes.next(place + 1, begin);
        }
        return -1;
    }

    private List<Passage> between(int first, int last) {
        List<Passage> found = new ArrayList<>();
        for (int value = 0; value < values.size(); value++) {
            if (inside[value] && first <= putEnds[value] + 1 && putEnds[value] < last) {
                found.add(values.get(value));
            }
        }
        return found;
    }
}
