package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;
import java.util.List;
import java.util.Objects;

/**
 * Why a history is INVALID.
 *
 * @param condition the weakest condition that it violates
 * @param key the object whose operations cannot be explained
 * @param unexplained the operation whose end made it impossible, one of {@code operations}
 * @param summary a few lines for people: the operation that cannot be explained, what was possible instead, and the
 *     operations around it
 * @param operations those operations of the key that still fail together, by invocation; indices are the history's
 */
public record Counterexample(
        Condition condition, String key, Operation unexplained, String summary, List<Operation> operations) {
    public Counterexample {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(unexplained, "unexplained");
        Objects.requireNonNull(summary, "summary");
        operations = List.copyOf(operations);
    }
}
