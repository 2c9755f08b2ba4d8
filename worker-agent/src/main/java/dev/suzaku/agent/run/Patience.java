package dev.suzaku.agent.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, and for nothing longer than the run may last or after it was cancelled. For the run's thread. */
public final class Patience {

    private final BooleanSupplier cancelled;
    private final Findings findings;
    private final long deadlineNanos;
    private final long runMillis;

    public Patience(BooleanSupplier cancelled, Findings findings, long runMillis) {
        this.cancelled = cancelled;
        this.findings = findings;
        this.runMillis = runMillis;
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(runMillis);
    }

    /**
     * Waits until the condition holds.
     *
     * @param pollMicros how often to look
     * @return false when it did not hold within the time
     * @throws GiveUpException when the run is cancelled, over its time, or something was found
     */
    public boolean await(BooleanSupplier condition, long timeoutMillis, long pollMicros) {
        long giveUpNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            require();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() > giveUpNanos) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pollMicros));
        }
    }

    /** As {@link #await}, bounded by the run's own time only. */
    public void awaitUntilRunEnds(BooleanSupplier condition, long pollMicros) {
        while (!await(condition, runMillis, pollMicros)) {
            require();
        }
    }

    /** Throws {@link GiveUpException} when the run must not go on. */
    public void require() {
        if (cancelled.getAsBoolean()) {
            throw new GiveUpException("cancelled");
        }
        if (findings.any()) {
            throw new GiveUpException("something was found");
        }
        if (System.nanoTime() > deadlineNanos) {
            findings.inconclusive("out of time", "the run took more than " + runMillis + " ms");
            throw new GiveUpException("out of time");
        }
    }
}
