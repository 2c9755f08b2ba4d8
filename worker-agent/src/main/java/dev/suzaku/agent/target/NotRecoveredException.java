package dev.suzaku.agent.target;

/** The target did not come back after a cut. */
public final class NotRecoveredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotRecoveredException(String message) {
        super(message);
    }

    public NotRecoveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
