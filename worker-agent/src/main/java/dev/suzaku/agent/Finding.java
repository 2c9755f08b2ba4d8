package dev.suzaku.agent;

/**
 * Something the agent itself saw, apart from the history's verdict.
 *
 * @param kind what it means for the run
 * @param cut index of the cut it followed, -1 before the first
 * @param reason short, stable, in words: "not recovered", "no progress", "evictions", "no receipt", ...
 * @param detail what exactly was seen; may be empty
 */
public record Finding(Kind kind, int cut, String reason, String detail) {

    /** What a finding means for the outcome of its run. */
    public enum Kind {
        VIOLATION,
        INCONCLUSIVE
    }
}
