package dev.suzaku.checkers.knossos;

/** The process in which Knossos runs did not do what it should; the message says what it did. */
final class KnossosProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KnossosProcessException(String message) {
        super(message);
    }
}
