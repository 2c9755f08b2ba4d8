package dev.suzaku.checkers.models;

/** An object has so many different states that the memory for them ran out. An engine answers that it is undecided. */
public final class StatesExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatesExhaustedException(String message) {
        super(message);
    }
}
