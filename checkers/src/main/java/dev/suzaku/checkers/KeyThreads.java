package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

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
        int workers = Math.min(threads, objects);
        Work<T> work = new Work<>(objects, workers <= 1 ? () -> budget : budget::share, task);
        if (workers <= 1) {
            work.run();
            return work.results();
        }
        ExecutorService pool = Executors.newFixedThreadPool(workers, KeyThreads::daemon);
        try {
            for (Future<?> worker : pool.invokeAll(Collections.nCopies(workers, Executors.callable(work)))) {
                worker.get();
            }
            return work.results();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed outside of its task", e);
        } catch (InterruptedException e) {
            budget.cancel();
            Thread.currentThread().interrupt();
            throw new CheckException("the check was interrupted");
        } finally {
            pool.shutdownNow();
        }
    }

    /** Hands the objects out in their order; there may be a million of them, so none costs more than its task. Thread-safe. */
    private static final class Work<T> implements Runnable {
        private final Supplier<Budget> budgets;
        private final Task<T> task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<T> results;
        private final ConcurrentSkipListMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();

        Work(int objects, Supplier<Budget> budgets, Task<T> task) {
            this.budgets = budgets;
            this.task = task;
            this.results = new AtomicReferenceArray<>(objects);
        }

        @Override
        public void run() {
            int object = next.getAndIncrement();
            while (object < results.length() && failures.isEmpty()) {
                runOne(object);
                object = next.getAndIncrement();
            }
        }

        /** A failure ends the others soon: their answers are not needed any more. */
        private void runOne(int object) {
            Budget budget = budgets.get();
            try {
                results.set(object, task.run(object, budget));
            } catch (RuntimeException | Error e) {
                failures.put(object, e);
                budget.cancel();
            }
        }

        List<T> results() {
            if (!failures.isEmpty()) {
                Throwable first = failures.firstEntry().getValue();
                if (first instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) first;
            }
            List<T> all = new ArrayList<>(results.length());
            for (int object = 0; object < results.length(); object++) {
                all.add(results.get(object));
            }
            return all;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "checks objects");
        thread.setDaemon(true);
        return thread;
    }
}
