package dev.suzaku.pmem.trace;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread of this JVM that traces: the kernel ties a tracee to the thread that seized it. It never forks, so waiting here cannot
 * take the exit status of another child. Were it to end, every tracee would be killed.
 */
final class PtraceThread {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "suzaku-ptrace");
        thread.setDaemon(true);
        return thread;
    });

    private PtraceThread() {}

    /** Runs work on the tracing thread and waits for it, even when interrupted: a half-stopped process helps nobody. */
    static <T> T call(Callable<T> work) {
        var future = THREAD.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("tracing failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
