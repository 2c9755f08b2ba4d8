package dev.suzaku.agent.target;

/** A cut could not be made as planned, so there is no receipt for it. */
public final class CutFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CutFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
