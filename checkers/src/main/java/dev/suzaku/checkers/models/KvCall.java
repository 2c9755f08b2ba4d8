package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import java.util.Optional;

/**
 * What an operation asks of its key, with its answer. An operation of unknown outcome is the call of its taking effect.
 * Texts that are written are exact; texts that were read are {@linkplain #canonical canonical}.
 */
sealed interface KvCall {
    /** The key had this value; empty: it was absent. */
    record Read(Optional<String> value) implements KvCall {}

    /** The key had this value under this token. */
    record Gets(String value, long token) implements KvCall {}

    /** The key was present, whatever its value. */
    record Present() implements KvCall {}

    /** Nothing is known but that the operation was over. */
    record Nothing() implements KvCall {}

    /** The key had a value that memcached cannot count with. */
    record NonNumeric() implements KvCall {}

    /** @param mortal whether the value may expire; so in all calls that store */
    record Set(String value, boolean mortal) implements KvCall {}

    record Add(String value, boolean mortal) implements KvCall {}

    record Replace(String value, boolean mortal) implements KvCall {}

    /** The key was present, and its value got longer at its end. */
    record Append(String value) implements KvCall {}

    /** The key was present, and its value got longer at its beginning. */
    record Prepend(String value) implements KvCall {}

    /** The key was present; its token stays. */
    record Touch(boolean mortal) implements KvCall {}

    record Delete() implements KvCall {}

    /** The key is absent now, whatever it was before. */
    record Erase() implements KvCall {}

    /** The key had this token and took the value. */
    record Cas(String value, long token, boolean mortal) implements KvCall {}

    /** The key was present and had another token. */
    record Exists(long token) implements KvCall {}

    /** The key held a number, which grew by delta; the new number where it is known. */
    record Increment(long delta, Optional<String> result) implements KvCall {}

    /** The key held a number, which shrank by delta, not below 0; the new number where it is known. */
    record Decrement(long delta, Optional<String> result) implements KvCall {}

    /**
     * The call of an operation; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    static Optional<KvCall> of(Operation operation) {
        return new KvCallReader(operation).call();
    }

    /** The same text for texts that answers do not tell apart: clients may cut the blanks that decr pads with. */
    static String canonical(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
