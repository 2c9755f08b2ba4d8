package dev.suzaku.agent;

/**
 * The target cannot be started as asked: not installed, port taken, bad option. The message is one line that says what
 * is wrong and what to do; the command line prints it and exits with 254.
 */
public final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TargetException(String message) {
        super(message);
    }

    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
