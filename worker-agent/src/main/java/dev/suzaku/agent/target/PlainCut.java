package dev.suzaku.agent.target;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the power of a process that does not persist: SIGSTOP brings all threads to a stand, SIGKILL ends it. Nothing is
 * saved. No ptrace: a tracer inside the JVM would take the exit status that {@link Process} waits for.
 */
final class PlainCut {

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int EXIT_BY_SIGNAL = 128;
    /** On a busy machine each thread must first get a processor to stop or to die. */
    private static final long STOP_MILLIS = 20_000;

    /** The one function of libc needed here. */
    interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        int kill(int pid, int signal);
    }

    private PlainCut() {}

    /** Loads what a cut needs, so that the first one is as quick as the others. Signal 0 to oneself only asks. */
    static void prepare() {
        LibC.INSTANCE.kill(Math.toIntExact(ProcessHandle.current().pid()), 0);
    }

    static Receipt cut(Process process, PlannedCut cut) throws IOException {
        ProcessFacts facts = new ProcessFacts(process.pid());
        long startTimeTicks = facts.startTimeTicks();
        long earliest = System.nanoTime();
        signal(process, SIGSTOP);
        List<Path> threads = awaitStopped(facts);
        long latest = System.nanoTime();
        int inKernel = 0;
        for (Path thread : threads) {
            inKernel += ProcessFacts.isInSystemCall(thread) ? 1 : 0;
        }
        signal(process, SIGKILL);
        int exitSignal = awaitDeath(process);
        return new Receipt(
                cut.index(),
                cut.fidelity(),
                exitSignal == SIGKILL,
                process.pid(),
                startTimeTicks,
                exitSignal,
                earliest,
                latest,
                System.nanoTime(),
                0,
                threads.size(),
                threads.size() - inKernel,
                inKernel,
                0,
                "");
    }

    private static List<Path> awaitStopped(ProcessFacts facts) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        while (true) {
            List<Path> threads = facts.threads();
            boolean stopped = true;
            for (Path thread : threads) {
                stopped &= ProcessFacts.isStopped(thread);
            }
            if (stopped) {
                return threads;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("threads do not stand still " + STOP_MILLIS + " ms after SIGSTOP");
            }
            Thread.onSpinWait();
        }
    }

    private static void signal(Process process, int signal) throws IOException {
        if (LibC.INSTANCE.kill(Math.toIntExact(process.pid()), signal) != 0) {
            throw new IOException("cannot send signal " + signal + " to process " + process.pid());
        }
    }

    private static int awaitDeath(Process process) throws IOException {
        try {
            if (!process.waitFor(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("process " + process.pid() + " lives on after SIGKILL");
            }
            return process.exitValue() - EXIT_BY_SIGNAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + process.pid() + " was dying", e);
        }
    }
}
