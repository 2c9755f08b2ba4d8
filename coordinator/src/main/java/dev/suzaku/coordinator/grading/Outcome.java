package dev.suzaku.coordinator.grading;

/**
 * What came of a run. There are three answers, never two.
 *
 * @param kind the answer
 * @param reason why, one line; empty for PASS
 */
public record Outcome(Kind kind, String reason) {

    /** The three answers. */
    public enum Kind {
        PASS,
        VIOLATION,
        INCONCLUSIVE
    }

    public static final Outcome PASS = new Outcome(Kind.PASS, "");

    public static Outcome violation(String reason) {
        return new Outcome(Kind.VIOLATION, reason);
    }

    public static Outcome inconclusive(String reason) {
        return new Outcome(Kind.INCONCLUSIVE, reason);
    }
}
