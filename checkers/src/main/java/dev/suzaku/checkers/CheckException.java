package dev.suzaku.checkers;

/** A history cannot be checked as asked. The message is one line that says what is wrong and what would be right. */
public final class CheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckException(String message) {
        super(message);
    }
}
