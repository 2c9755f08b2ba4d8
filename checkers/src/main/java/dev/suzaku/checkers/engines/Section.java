package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;

/**
 * A part of one object's history in time: the operations that were invoked in it, and before them those that were carried
 * over since they were open when it began. All of them have their ends in the timeline, even those that come later than
 * the section. Used by one thread.
 */
public final class Section {
    /** All of a history. */
    static final Section WHOLE = new Section();

    private final KeyHistory history;
    private final Timeline timeline;
    private final int carried;
    private final int[] numbers;
    private final List<PowerCut> cuts;
    private final long untilNanos;
    private final long[] last;

    private Section() {
        history = null;
        timeline = null;
        carried = 0;
        numbers = new int[0];
        cuts = List.of();
        untilNanos = Operation.NEVER;
        last = new long[0];
    }

    /**
     * Takes the operations of a section.
     *
     * @param carried how many of the first operations were in the section before too
     * @param numbers by position, what tells each operation from all others of the history, rising
     * @param cuts all of the history
     * @param untilNanos no later section's operation is invoked before this instant
     */
    public Section(
            KeyHistory history, Timeline timeline, int carried, int[] numbers, List<PowerCut> cuts, long untilNanos) {
        this.history = history;
        this.timeline = timeline;
        this.carried = carried;
        this.numbers = numbers;
        this.cuts = cuts;
        this.untilNanos = untilNanos;
        this.last = timeline.lastNanos();
    }

    KeyHistory history() {
        return history;
    }

    Timeline timeline() {
        return timeline;
    }

    int carried() {
        return carried;
    }

    /** What tells the operation at that position from all others. */
    public int number(int position) {
        return numbers[position];
    }

    /** The position of the operation of that number, or a negative number. */
    int position(int number) {
        return Arrays.binarySearch(numbers, number);
    }

    /** Whether the operation's end belongs to a later section: an end at an instant comes after invocations then. */
    boolean endIsLater(int position) {
        return untilNanos != Operation.NEVER && last[position] >= untilNanos;
    }

    /** Whether the cut belongs to a later section: a crash at an instant comes before invocations then. */
    boolean crashIsLater(int cut) {
        return untilNanos != Operation.NEVER && cuts.get(cut).crashLatestNanos() > untilNanos;
    }
}
