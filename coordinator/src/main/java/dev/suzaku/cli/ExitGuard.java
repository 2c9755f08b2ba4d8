package dev.suzaku.cli;

import java.io.PrintStream;

/**
 * Sees to it that the process ends with the command's own exit code. A user's model may call {@code System.exit}: its 0
 * would read as a pass.
 */
final class ExitGuard {
    private final PrintStream err = System.err;
    private volatile boolean ended;
    private volatile int code = ExitCode.INTERNAL_ERROR;

    private ExitGuard() {}

    /** Guards this process from now on. */
    static ExitGuard install() {
        ExitGuard guard = new ExitGuard();
        Runtime.getRuntime().addShutdownHook(new Thread(guard::halt, "exit guard"));
        return guard;
    }

    /** Ends the process. */
    void exit(int exitCode) {
        code = exitCode;
        ended = true;
        System.out.flush();
        System.exit(exitCode);
    }

    private void halt() {
        if (!ended) {
            err.println("suzaku: the process was ended before the command was done, so nothing can be said;"
                    + " a model must not call System.exit");
        }
        err.flush();
        Runtime.getRuntime().halt(code);
    }
}
