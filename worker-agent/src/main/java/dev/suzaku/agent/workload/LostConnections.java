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

    private record Lost(int session, String operation, String reason, long connectingNanos, long lostNanos) {
        String describe(long aliveFromNanos, long aliveToNanos) {
            return "session %d lost its connection in the middle of %s (%s), made %.3f ms after the target could answer and lost %.3f ms before it was stopped"
                    .formatted(
                            session,
                            operation,
                            reason,
                            (connectingNanos - aliveFromNanos) / NANOS_PER_MILLI,
                            (aliveToNanos - lostNanos) / NANOS_PER_MILLI);
        }
    }

    private static final double NANOS_PER_MILLI = 1e6;

    private final LongSupplier nanoClock;
    private final ConcurrentLinkedQueue<Lost> lost = new ConcurrentLinkedQueue<>();

    /** @param nanoClock the run's clock */
    public LostConnections(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * @param connectingNanos before the connection was asked for: later, and one made to the target that dies could pass for
     *     one to the target that comes after it
     */
    void lost(int session, String operation, String reason, long connectingNanos) {
        lost.add(new Lost(session, operation, reason, connectingNanos, nanoClock.getAsLong()));
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
                .filter(one -> one.connectingNanos() > aliveFromNanos && one.lostNanos() < aliveToNanos)
                .findFirst()
                .map(one -> one.describe(aliveFromNanos, aliveToNanos));
    }
}
