package dev.suzaku.faults;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.launch.ProcessIdentity;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.trace.Tracer;
import dev.suzaku.pmem.trace.UserRegisters;
import java.util.List;

/** The power cut of a process without whole-process persistence: its memory is simply gone. */
final class PlainKill {
    private PlainKill() {}

    static Receipt kill(long pid, PlannedCut cut) {
        long startTimeTicks = ProcessIdentity.startTime(pid)
                .orElseThrow(() -> new ImageException("process " + pid + " had ended before its power was cut"));
        int pidfd = Linux.pidfdOpen(Math.toIntExact(pid));
        try {
            long earliest = System.nanoTime();
            Tracer tracer = Tracer.stop(Math.toIntExact(pid));
            long latest = System.nanoTime();
            List<UserRegisters> threads = tracer.registers();
            int inKernel =
                    (int) threads.stream().filter(UserRegisters::inSystemCall).count();
            int signal = tracer.kill(pidfd);
            return new Receipt(
                    cut.index(),
                    cut.fidelity(),
                    signal == Linux.SIGKILL,
                    pid,
                    startTimeTicks,
                    signal,
                    earliest,
                    latest,
                    System.nanoTime(),
                    0,
                    threads.size(),
                    threads.size() - inKernel,
                    inKernel,
                    0,
                    "");
        } finally {
            Linux.close(pidfd);
        }
    }
}
