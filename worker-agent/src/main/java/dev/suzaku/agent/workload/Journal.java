package dev.suzaku.agent.workload;

import dev.suzaku.histories.HistoryRecorder;

/**
 * Where sessions put down what they did.
 *
 * @param recorder the history
 * @param keys the run's keys
 * @param counts operations by outcome
 * @param firstReply first reply after the latest cut
 * @param lostConnections connections that ended under a session
 * @param incidents what a session saw that no answer should ever be
 */
public record Journal(
        HistoryRecorder recorder,
        KeySpace keys,
        OperationCounts counts,
        FirstReply firstReply,
        LostConnections lostConnections,
        Incidents incidents) {

    /** Told by sessions, from their own threads, about things that are findings in themselves. */
    public interface Incidents {

        /** No reply within the time-out while the target was believed to live. */
        void timedOut(int session, String function, String key);

        /** A reply that is none. */
        void malformed(int session, String function, String key, String message);
    }
}
