package dev.suzaku.cli;

/** What the process ends with; other programs rely on it. */
final class ExitCode {
    static final int PASS = 0;
    static final int VIOLATION = 1;
    static final int INCONCLUSIVE = 2;
    /** {@code check --cross-check}: two checkers contradict each other, so one of them is wrong. */
    static final int DISAGREEMENT = 3;

    static final int BAD_INPUT = 254;
    static final int INTERNAL_ERROR = 255;

    private ExitCode() {}
}
