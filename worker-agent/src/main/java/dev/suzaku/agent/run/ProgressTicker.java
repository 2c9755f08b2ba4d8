package dev.suzaku.agent.run;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls something ten times per second from one thread of its own, until closed. */
public final class ProgressTicker implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;
    private static final long END_MILLIS = 5_000;

    private final ScheduledExecutorService executor;

    public ProgressTicker(String name, Runnable tick, RunLog log) {
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleAtFixedRate(() -> tickSafely(tick, log), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the progress callback does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener that fails must not end the ticks of the others, nor the run. */
    private static void tickSafely(Runnable tick, RunLog log) {
        try {
            tick.run();
        } catch (RuntimeException e) {
            log.line("the progress listener failed: " + e);
        }
    }
}
