package dev.suzaku.pmem.trace;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Counts the SIGSYS that the threads of a process get: the system calls that come by Syscall User Dispatch. They run on meanwhile. */
public final class SignalCounter {
    private static final int SIGSYS = 31;
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Ptrace ptrace = new Ptrace();
    private final List<Integer> threads;
    private long counted;

    private SignalCounter(int pid) {
        String[] names =
                Path.of("/proc", Integer.toString(pid), "task").toFile().list();
        this.threads = Stream.of(names == null ? new String[0] : names)
                .map(Integer::valueOf)
                .toList();
    }

    /**
     * Counts while some work goes on.
     *
     * @param pid a process that makes no threads and ends none meanwhile
     * @param work begins once each thread is watched
     */
    public static long during(int pid, Runnable work) {
        SignalCounter counter = new SignalCounter(pid);
        return PtraceThread.call(() -> {
            counter.threads.forEach(counter.ptrace::seize);
            CompletableFuture<Void> done = CompletableFuture.runAsync(work);
            while (!done.isDone()) {
                if (!counter.letGoOn()) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
            counter.detach();
            done.join();
            return counter.counted;
        });
    }

    /** Whether they get as many as wanted within a minute. */
    public static boolean reaches(int pid, long wanted) {
        SignalCounter counter = new SignalCounter(pid);
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        return PtraceThread.call(() -> {
            counter.threads.forEach(counter.ptrace::seize);
            while (counter.counted < wanted && System.nanoTime() < deadline) {
                if (!counter.letGoOn()) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
            counter.detach();
            return counter.counted >= wanted;
        });
    }

    /** Lets those go on that had stopped for a signal; answers whether there was one. */
    private boolean letGoOn() {
        boolean any = false;
        for (int tid : threads) {
            Ptrace.Stop stop = ptrace.poll(tid).orElse(null);
            if (stop != null && stop.stopped()) {
                note(stop);
                ptrace.resume(tid, stop.signal());
                any = true;
            }
        }
        return any;
    }

    private void detach() {
        for (int tid : threads) {
            ptrace.interrupt(tid);
            Ptrace.Stop stop = ptrace.await(tid);
            note(stop);
            ptrace.detach(tid, stop.signal());
        }
    }

    private void note(Ptrace.Stop stop) {
        counted += stop.signal() == SIGSYS ? 1 : 0;
    }
}
