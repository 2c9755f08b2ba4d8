package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;

/**
 * The sequential specification of one object, made for the operations of one history. States and calls are small
 * integers from 0; equal calls have equal numbers. Used by one thread.
 */
public interface Automaton {
    /** Returned by {@link #step} when the call cannot have its answer in that state. */
    int ILLEGAL = -1;

    /** Returned by {@link #call} for an operation that constrains nothing. */
    int NO_CALL = -1;

    /** The object's state before the first operation. */
    int initialState();

    /**
     * The number of the operation's call, which stands for function, argument and result. An operation of unknown
     * outcome has the call of its taking effect.
     */
    int call(Operation operation);

    /** The state after the call, or {@link #ILLEGAL}. */
    int step(int state, int call);

    /** Whether the call is legal in every state and leads to a state that does not depend on the one before. */
    boolean blind(int call);

    /**
     * Whether a blind call leads to the very same state from every state, so that what happened just before it leaves no
     * trace at all.
     */
    default boolean blindLeavesNoTrace() {
        return false;
    }

    /** Whether the call only asks and never changes the object's value: a history without it allows no less. */
    boolean observer(int call);

    /** Whether the call, if open and mandatory, may be linearized in that state without ever losing anything. */
    boolean eager(int state, int call);

    /** Whether a power cut may change what the call is allowed to answer, so that it matters on which side it lies. */
    boolean crashSensitive(int call);

    /** Whether the one call, wherever the other is legal, is legal too and leads to a state that allows no less. */
    boolean covers(int call, int other);

    /**
     * The call that an operation open at a crash is afterwards; the same, unless the crash made calls alike.
     *
     * @param epoch the epoch that begins
     */
    int callAfterCrash(int call, int epoch);

    /** The state after a power cut. */
    int afterCrash(int state);

    /** The object's value in that state, for people. */
    String describe(int state);
}
