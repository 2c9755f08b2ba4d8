package dev.suzaku.pmem.image;

import java.util.List;
import java.util.Optional;

/**
 * The signal that ended a program without a cut: it crashed, or somebody killed it.
 *
 * @param number its number, 1 to 64
 */
public record EndingSignal(int number) {
    /** What a shell adds to the number for its exit code. */
    private static final int EXIT_CODE_BASE = 128;

    /** Linux x86-64, from number 1 on. */
    private static final List<String> NAMES = List.of(
            ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU"
                            + " URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                    .split(" "));

    private static final int FIRST_REAL_TIME = 34; // of a C library, which keeps two for itself

    /** What an image says; empty unless it is {@link ImageState#KILLED}. */
    public static Optional<EndingSignal> of(Tables tables) {
        return tables.state() == ImageState.KILLED
                ? Optional.of(new EndingSignal(tables.headerNumber("exit_code") - EXIT_CODE_BASE))
                : Optional.empty();
    }

    /** What a shell calls the exit code of the program. */
    public int exitCode() {
        return EXIT_CODE_BASE + number;
    }

    /** As {@code signal 11 (SIGSEGV)}. */
    @Override
    public String toString() {
        return "signal " + number + " (" + name() + ")";
    }

    private String name() {
        if (number >= 1 && number <= NAMES.size()) {
            return "SIG" + NAMES.get(number - 1);
        }
        return number >= FIRST_REAL_TIME ? "SIGRTMIN+" + (number - FIRST_REAL_TIME) : "of the C library";
    }
}
