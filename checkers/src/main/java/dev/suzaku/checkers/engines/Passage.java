package dev.suzaku.checkers.engines;

import java.util.List;

/** One value on its way through a queue or a stack; ranks of events. */
final class Passage {
    private static final int NOBODY = -1;

    final int put;
    final int putInvoke;
    final int putEnd;
    final boolean mandatory;
    private int take = NOBODY;
    private int takeInvoke = Timeline.NEVER;
    private int takeEnd = Timeline.NEVER;

    Passage(int position, KeyHistory history, Timeline timeline) {
        put = position;
        putInvoke = timeline.invokeRank(position);
        putEnd = timeline.endRank(position);
        mandatory = history.mandatory(position);
    }

    void takenBy(int position, Timeline timeline) {
        take = position;
        takeInvoke = timeline.invokeRank(position);
        takeEnd = timeline.endRank(position);
    }

    /** Nobody took it after all. */
    void left() {
        take = NOBODY;
        takeInvoke = Timeline.NEVER;
        takeEnd = Timeline.NEVER;
    }

    boolean taken() {
        return take != NOBODY;
    }

    int take() {
        return take;
    }

    /** {@link Timeline#NEVER} for a value that nobody took. */
    int takeInvoke() {
        return takeInvoke;
    }

    int takeEnd() {
        return takeEnd;
    }

    /** Whether it was certainly in at some time: it had come before anybody wanted to take it. */
    boolean stays() {
        return putEnd < takeInvoke;
    }

    /** Positions of the operations that it went through. */
    List<Integer> positions() {
        return taken() ? List.of(put, take) : List.of(put);
    }
}
