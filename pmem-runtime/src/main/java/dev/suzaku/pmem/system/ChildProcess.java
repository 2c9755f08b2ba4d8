package dev.suzaku.pmem.system;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child of this JVM, started by posix_spawn(3). Where {@link ProcessBuilder} executes a helper first, which executes the program, this
 * executes the program at once; and it hands descriptors on. The child inherits every descriptor that is not close-on-exec: the
 * program must close what it does not know. Thread-safe.
 */
public final class ChildProcess {
    private static final int SIGNAL_MASK = 0x7f;
    private static final int EXIT_CODE_SHIFT = 8;
    private static final int SIGNAL_EXIT_CODE = 128;
    private static final long WAITER_STACK_BYTES = 256 * 1024;

    /** A thread for each child that lives. */
    private static final Executor WAITERS = Executors.newCachedThreadPool(ChildProcess::newWaiter);

    static {
        Linux.byDefault(Linux.SIGCHLD); // where it is ignored, by inheritance, a child's exit code is lost
    }

    private final int pid;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private ChildProcess(int pid) {
        this.pid = pid;
    }

    /**
     * Starts a program; returns when it has been executed.
     *
     * @param command its absolute path, then its arguments
     * @param actions done before
     * @param environment what the program gets
     * @throws IOException when an action cannot be done, or the program not be executed
     * @throws IllegalArgumentException when a word of the command cannot be written for C
     */
    public static ChildProcess start(List<String> command, FileActions actions, Environment environment)
            throws IOException {
        int[] pid = new int[1];
        try (Memory arguments = CStrings.arrayOf(command)) {
            byte[] program = CStrings.of(command.get(0));
            int error =
                    Linux.posix_spawn(pid, program, actions.pointer(), Pointer.NULL, arguments, environment.pointer());
            if (error != 0) {
                throw new IOException("cannot start " + command.get(0) + ": " + Linux.textOf(error));
            }
        }
        ChildProcess child = new ChildProcess(pid[0]);
        WAITERS.execute(child::awaitEnd);
        return child;
    }

    public int pid() {
        return pid;
    }

    public boolean isAlive() {
        return !exit.isDone();
    }

    /**
     * Its exit code, 128 + signal when a signal ended it.
     *
     * @throws IllegalStateException while it lives
     */
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalStateException("process " + pid + " has not ended");
        }
        return exit.join();
    }

    /** Waits for its end; returns the exit code as {@link #exitValue}. */
    public int waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + pid, e);
        }
    }

    /** Waits for its end for some time; whether it has ended. */
    public boolean waitFor(long timeoutMillis) throws InterruptedException {
        try {
            exit.get(timeoutMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + pid, e);
        }
    }

    private static Thread newWaiter(Runnable wait) {
        Thread waiter = new Thread(null, wait, "suzaku-child", WAITER_STACK_BYTES);
        waiter.setDaemon(true);
        return waiter;
    }

    private void awaitEnd() {
        int[] status = new int[1];
        while (true) {
            try {
                Linux.waitpid(pid, status, 0);
                int signal = status[0] & SIGNAL_MASK;
                exit.complete(signal == 0 ? status[0] >> EXIT_CODE_SHIFT & 0xff : SIGNAL_EXIT_CODE + signal);
                return;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Linux.EINTR) {
                    exit.completeExceptionally(e);
                    return;
                }
            }
        }
    }
}
