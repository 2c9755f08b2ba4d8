package dev.suzaku.checkers;

/** What a check says about one condition. */
public enum Answer {
    /** Some order of the operations explains every answer, even at the strict end of every interval. */
    VALID,
    /** No order explains every answer, even at the lenient end of every interval. */
    INVALID,
    /** The budget ran out, or the answer depends on instants that are only known to lie within an interval. */
    UNKNOWN,
    /** The condition says nothing about this model. */
    NOT_APPLICABLE
}
