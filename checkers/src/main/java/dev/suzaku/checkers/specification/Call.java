package dev.suzaku.checkers.specification;

import dev.suzaku.histories.Value;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client asked of an object, and what it was answered. Immutable.
 *
 * @param function what was called, such as {@code push}
 * @param argument what the caller passed
 * @param answer what it was answered; empty when that is not known: the call then took effect, and nobody saw its answer
 */
public record Call(String function, Value argument, Optional<Value> answer) {
    public Call {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(argument, "argument");
        Objects.requireNonNull(answer, "answer");
    }

    /** The call as people write it. */
    @Override
    public String toString() {
        return function + " " + argument + " -> " + answer.map(Value::toString).orElse("an unknown answer");
    }
}
