package dev.suzaku.coordinator.bench;

/** A program or library that a benchmark needs is not installed; the message says what and how to get it. */
public final class MissingToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingToolException(String message) {
        super(message);
    }
}
