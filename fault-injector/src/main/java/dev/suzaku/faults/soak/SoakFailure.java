package dev.suzaku.faults.soak;

/** The soaked program was wrong after a cut, or something leaked. The message says what, in one line. */
public final class SoakFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SoakFailure(String message) {
        super(message);
    }

    SoakFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
