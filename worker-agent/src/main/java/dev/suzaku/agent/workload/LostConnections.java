package dev.suzaku.agent.workload;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Connections that ended under a session. A power cut ends every connection, so only afterwards can be told which ones the
 * target dropped while it lived: those made after it came back and gone before anything of it was stopped. Thread-safe.
 */
public final class LostConnections {

    private record Lost(int session, String operation, long connectedNanos, long lostNanos) {}

    private final LongSupplier nanoClock;
    private final ConcurrentLinkedQueue<Lost> lost = new ConcurrentLinkedQueue<>();

    /** @param nanoClock the run's clock */
    public LostConnections(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void lost(int session, String operation, long connectedNanos) {
        lost.add(new Lost(session, operation, connectedNanos, nanoClock.getAsLong()));
    }

    /**
     * Forgets what was lost so far and tells of the first connection that the target dropped while it lived.
     *
     * @param aliveFromNanos since when the target that lives, or lived last, is the only one that answers
     * @param aliveToNanos until when it was certainly running
     */
    public Optional<String> droppedBetween(long aliveFromNanos, long aliveToNanos) {
        List<Lost> all = List.copyOf(lost);
        lost.removeAll(all);
        return all.stream()
                .filter(one -> one.connectedNanos() > aliveFromNanos && one.lostNanos() < aliveToNanos)
                .findFirst()
                .map(one -> "session " + one.session() + " lost its connection in the middle of " + one.operation());
    }
}
