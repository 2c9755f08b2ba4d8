package dev.suzaku.agent.run;

/** The run cannot go on; the reason is among the findings, or the run was cancelled. */
public final class GiveUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GiveUpException(String message) {
        super(message);
    }
}
