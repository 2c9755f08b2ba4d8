package dev.suzaku.histories;

/** How an operation ended, in Jepsen's words. */
public enum Outcome {
    /** The operation took effect and its result is known. A refusal that the target answered is OK too. */
    OK,
    /** The operation certainly did not happen. */
    FAIL,
    /** Nobody knows whether it happened: a time-out, a lost connection, or no answer at all. */
    INFO
}
