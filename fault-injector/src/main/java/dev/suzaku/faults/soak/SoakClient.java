package dev.suzaku.faults.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client of a server whose power is cut: it connects again for as long as it is not stopped, and keeps the first thing it found wrong. */
abstract class SoakClient implements Runnable {
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private volatile boolean stopping;
    private volatile SoakFailure failure;

    /**
     * One connection from its beginning to its end.
     *
     * @throws IOException if the connection ends by itself
     * @throws SoakFailure if the server is wrong
     */
    abstract void converse() throws IOException;

    /** Answers so far; for any thread. */
    abstract long answers();

    @Override
    public final void run() {
        try {
            while (!stopping) {
                try {
                    converse();
                } catch (IOException e) {
                    LockSupport.parkNanos(RETRY_NANOS); // the power is off: the soak decides how long that may last
                }
            }
        } catch (SoakFailure e) {
            failure = e;
        }
    }

    final boolean isStopping() {
        return stopping;
    }

    final void stop() {
        stopping = true;
    }

    /** @throws SoakFailure if the client found something wrong so far */
    final void check() {
        SoakFailure found = failure;
        if (found != null) {
            throw found;
        }
    }
}
