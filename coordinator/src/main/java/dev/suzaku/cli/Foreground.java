package dev.suzaku.cli;

import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.Receipt;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.system.Linux;

/**
 * A program in this terminal. An interrupt (Ctrl-C) reaches it as it would without us, and what follows is its own affair. When this command
 * is told to end instead (SIGTERM, SIGHUP), the power is cut, so that the image can be resumed.
 */
final class Foreground implements AutoCloseable {
    private final PersistentProcess process;
    private final Thread hook = new Thread(this::cut, "cuts the power at the end");
    private boolean closed;

    /** @param process which runs already: it must not inherit that interrupts are ignored */
    Foreground(PersistentProcess process) {
        this.process = process;
        Linux.ignore(Linux.SIGINT);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private synchronized void cut() {
        if (closed || !process.isAlive()) {
            return;
        }
        try {
            Receipt receipt = WppProcess.cut(process, Fidelity.L1);
            System.err.println("suzaku: told to end, so the power of " + process.image() + " was cut"
                    + (receipt.complete()
                            ? "; suzaku wpp resume goes on from there"
                            : ", not completely: " + receipt.note()));
        } catch (ImageException e) {
            System.err.println("suzaku: told to end; the image could not be saved: " + e.getMessage());
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
