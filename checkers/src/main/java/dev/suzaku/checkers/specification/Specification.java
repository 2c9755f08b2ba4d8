package dev.suzaku.checkers.specification;

import java.util.Optional;

/**
 * A user's own kind of object: how it begins, and what each call does to it. Objects of a history are told apart by the
 * key of their operations, and each begins anew.
 *
 * <p>States are values: immutable, never null, and equal exactly when nothing tells them apart (records, numbers, texts
 * and the immutable collections are). The same call in the same state always leads to the same state. A model that does
 * not keep to this is told so; it never gets a verdict. Methods may be called by several threads at once.
 *
 * @param <S> the state of an object
 */
public interface Specification<S> {
    /** The state before the first call. */
    S initial();

    /**
     * The state after a call; empty when the object cannot give that answer in that state. Of a call without an answer it
     * is the state after it took effect; a call that had nothing to do then leaves the state as it is.
     *
     * @throws RuntimeException when the call is none of this kind of object: the message reaches the user
     */
    Optional<S> step(S state, Call call);

    /**
     * Whether the call only asks, so that it leaves every state as it is. Optional: a checker that knows is much faster.
     */
    default boolean observes(Call call) {
        return false;
    }

    /** The state for people. */
    default String describe(S state) {
        return state.toString();
    }
}
