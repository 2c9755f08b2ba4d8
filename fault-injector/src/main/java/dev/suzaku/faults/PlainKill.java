package dev.suzaku.faults;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.launch.ProcessIdentity;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.system.TaskList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The power cut of a process without whole-process persistence: its memory is simply gone. Stopped by SIGSTOP and not by ptrace: such a
 * process is often a child of this JVM, and the JDK's own wait for it would take the stops that a tracer waits for.
 */
final class PlainKill {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long POLL_NANOS = 50_000;

    private PlainKill() {}

    /** A stopped thread. */
    private record Stopped(boolean inKernel) {}

    static Receipt kill(long pid, PlannedCut cut) {
        long startTimeTicks = ProcessIdentity.startTime(pid)
                .orElseThrow(() -> new ImageException("process " + pid + " had ended before its power was cut"));
        int pidfd = Linux.pidfdOpen(Math.toIntExact(pid));
        try {
            long earliest = System.nanoTime();
            Linux.pidfdSendSignal(pidfd, Linux.SIGSTOP);
            List<Stopped> threads = awaitStop(pid);
            long latest = System.nanoTime();
            Linux.pidfdSendSignal(pidfd, Linux.SIGKILL);
            boolean dead = Linux.awaitReadable(pidfd, TIMEOUT_MILLIS);
            int inKernel = (int) threads.stream().filter(Stopped::inKernel).count();
            return new Receipt(
                    cut.index(),
                    cut.fidelity(),
                    dead,
                    pid,
                    startTimeTicks,
                    Linux.SIGKILL, // nothing else ends a process that stands still
                    earliest,
                    latest,
                    System.nanoTime(),
                    0,
                    threads.size(),
                    threads.size() - inKernel,
                    inKernel,
                    0,
                    "");
        } catch (LastErrorException e) {
            throw new ImageException("cannot stop process " + pid + ": " + e.getMessage(), e);
        } finally {
            Linux.close(pidfd);
        }
    }

    private static List<Stopped> awaitStop(long pid) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (System.nanoTime() < deadline) {
            List<Stopped> stopped = new ArrayList<>();
            List<Path> tasks = TaskList.directoriesOf(pid);
            if (tasks.isEmpty()) {
                throw new ImageException("process " + pid + " ended while its power was being cut");
            }
            boolean allStand = true;
            for (Path task : tasks) {
                allStand &= stands(task, stopped);
            }
            if (allStand && !stopped.isEmpty()) {
                return stopped;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new ImageException("process " + pid + " did not stop within 10 s of SIGSTOP");
    }

    /** Whether a thread stands still or has ended; adds it to the list in the first case. */
    private static boolean stands(Path task, List<Stopped> stopped) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            if (state == 'T' || state == 't') {
                stopped.add(
                        new Stopped(!Files.readString(task.resolve("syscall")).startsWith("-1")));
                return true;
            }
            return state == 'Z' || state == 'X';
        } catch (IOException e) {
            return true; // the thread has ended in the meantime
        }
    }
}
