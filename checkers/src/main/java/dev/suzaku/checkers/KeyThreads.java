package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does something for each of several objects, in a fixed number of threads that share one budget. Immutable. */
final class KeyThreads {
    private final int threads;

    /** What is done for one object. */
    interface Task<T> {
        /** @param budget this thread's share */
        T run(int object, Budget budget);
    }

    KeyThreads(int threads) {
        if (threads < 1) {
            throw new CheckException("a check needs at least one thread, not " + threads);
        }
        this.threads = threads;
    }

    /**
     * The results, in the order of the objects.
     *
     * @throws RuntimeException what the task threw for the first object for which it threw
     */
    <T> List<T> run(int objects, Budget budget, Task<T> task) {
        List<T> results = new ArrayList<>(objects);
        if (Math.min(threads, objects) <= 1) {
            for (int object = 0; object < objects; object++) {
                results.add(task.run(object, budget));
            }
            return results;
        }
        List<Callable<T>> calls = new ArrayList<>(objects);
        for (int object = 0; object < objects; object++) {
            int number = object;
            calls.add(() -> runOne(number, budget, task));
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, objects), KeyThreads::daemon);
        try {
            for (Future<T> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (InterruptedException e) {
            budget.cancel();
            Thread.currentThread().interrupt();
            throw new CheckException("the check was interrupted");
        } finally {
            pool.shutdownNow();
        }
    }

    /** A failure ends the others soon: their answers are not needed any more. */
    private static <T> T runOne(int object, Budget budget, Task<T> task) {
        boolean done = false;
        try {
            T result = task.run(object, budget.share());
            done = true;
            return result;
        } finally {
            if (!done) {
                budget.cancel();
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "checks objects");
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
