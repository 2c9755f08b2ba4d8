package dev.suzaku.cli;

import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.Receipt;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.system.Linux;

/**
 * A program in this terminal. What the terminal sends (Ctrl-C, a hang-up) reaches it as it would without us, and what follows is its own
 * affair. When this command alone is told to end (SIGTERM), the power is cut, so that the image can be resumed.
 */
final class Foreground implements AutoCloseable {
    private final PersistentProcess process;
    private final Thread hook = new Thread(this::cut, "cuts the power at the end");
    private boolean closed;

    /** @param process which runs already: it must not inherit that interrupts are ignored */
    Foreground(PersistentProcess process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
        Linux.ignore(Linux.SIGINT); // until this process ends, which is next
    }

    private synchronized void cut() {
        if (closed) {
            return;
        }
        if (!process.isAlive()) {
            CommandMessage.last("suzaku: told to end; the program has ended too, without its image being saved");
            return;
        }
        try {
            Receipt receipt = WppProcess.cut(process, Fidelity.L1);
            CommandMessage.atCut(
                    process.image(),
                    "suzaku: told to end, so the power of " + process.image() + " was cut"
                            + (receipt.complete()
                                    ? "; suzaku wpp resume goes on from there"
                                    : ", not completely: " + receipt.note()));
        } catch (ImageException e) {
            CommandMessage.last("suzaku: told to end; the image could not be saved: " + e.getMessage());
        }
    }

    /** For when the program has ended. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this command is being told to end already: then there is nothing left to cut
        }
    }
}
