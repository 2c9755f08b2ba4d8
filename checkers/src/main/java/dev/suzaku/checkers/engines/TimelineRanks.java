package dev.suzaku.checkers.engines;

import java.util.Arrays;

/** The events of a {@link Timeline} in their order, and where each operation stands in it; 16 bytes an operation. */
final class TimelineRanks {
    // position of an invocation, its complement for an end, or a crash
    final int[] events;
    final int[] invokeRanks;
    final int[] endRanks;
    final int openMax;
    final int neverEnding;
    final int crashes;

    /** @param events position of an invocation, its complement for an end, or {@link Timeline#crashEvent()} */
    TimelineRanks(int[] events, int operations) {
        this.events = events;
        invokeRanks = new int[operations];
        endRanks = new int[operations];
        Arrays.fill(invokeRanks, Timeline.NEVER);
        Arrays.fill(endRanks, Timeline.NEVER);
        int open = 0;
        int most = 0;
        int crashCount = 0;
        int endCount = 0;
        for (int rank = 0; rank < events.length; rank++) {
            int event = events[rank];
            if (event >= 0) {
                invokeRanks[event] = rank;
                most = Math.max(most, ++open);
            } else if (event == Timeline.crashEvent()) {
                crashCount++;
            } else {
                endRanks[~event] = rank;
                endCount++;
                open--;
            }
        }
        openMax = most;
        crashes = crashCount;
        neverEnding = events.length - crashCount - 2 * endCount;
    }
}
