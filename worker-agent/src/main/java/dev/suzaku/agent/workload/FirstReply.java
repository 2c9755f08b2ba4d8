package dev.suzaku.agent.workload;

import java.util.concurrent.atomic.AtomicLong;

/** The instant of the first reply after a cut: a reply, not a connection. Thread-safe. */
public final class FirstReply {

    private static final long NONE = Long.MAX_VALUE;

    private volatile long deadNanos = NONE;
    private final AtomicLong replyNanos = new AtomicLong(NONE);

    /** To be called when the target is known to be dead. */
    public void crashed(long nanos) {
        // first the bound, then the reply: between the two a session may still be telling of an answer from before the
        // cut
        deadNanos = nanos;
        replyNanos.set(NONE);
    }

    /** A reply arrived at {@code nanos} on a connection made at {@code connectedNanos}; older connections do not count. */
    void replied(long connectedNanos, long nanos) {
        if (replyNanos.get() == NONE && connectedNanos > deadNanos) {
            replyNanos.compareAndSet(NONE, nanos);
        }
    }

    /** Whether any session has had a reply since the cut. */
    public boolean arrived() {
        return replyNanos.get() != NONE;
    }

    /** When, on the run's clock; {@link Long#MAX_VALUE} if not yet. */
    public long nanos() {
        return replyNanos.get();
    }
}
