package dev.suzaku.agent.workload;

import java.util.concurrent.TimeUnit;

/** Holds clients back between two operations. Thread-safe. */
final class Gate {

    private volatile boolean held;
    private int waiting;

    /** Called by a client between operations: returns at once, or when the gate is released. */
    void pass() throws InterruptedException {
        if (!held) {
            return;
        }
        synchronized (this) {
            waiting++;
            notifyAll();
            while (held) {
                wait();
            }
            waiting--;
        }
    }

    /** Closes the gate; clients stop at it when their present operation has ended. */
    synchronized void hold() {
        held = true;
    }

    /** Waits until {@code clients} stand at the gate. @return whether they did within the time */
    synchronized boolean awaitHeld(int clients, long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (waiting < clients) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }
}
