package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a history is INVALID.
 *
 * @param condition the weakest condition that it violates
 * @param key the object whose operations cannot be explained
 * @param unexplained the operation whose end made it impossible, one of {@code operations}
 * @param expected what the object may have held while that operation was open, in words; empty when that is not known
 * @param certificate why the operations contradict each other
 * @param explained how much of the key's history has an explanation; empty when that is not known
 * @param summary a few lines for people: the operation that cannot be explained, what was possible instead, and the
 *     operations around it
 * @param operations those operations of the key that still fail together, by invocation; indices are the history's
 */
public record Counterexample(
        Condition condition,
        String key,
        Operation unexplained,
        List<String> expected,
        Certificate certificate,
        Optional<Explained> explained,
        String summary,
        List<Operation> operations) {
    /**
     * The longest prefix of the key's history that has an explanation: everything before the end of one operation.
     *
     * @param answered number of the key's operations that had been answered before that end
     * @param ofAnswered number of the key's operations that were answered at all
     * @param untilNanos the instant of that end, on the history's clock
     */
    public record Explained(int answered, int ofAnswered, long untilNanos) {}

    public Counterexample {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(unexplained, "unexplained");
        expected = List.copyOf(expected);
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(explained, "explained");
        Objects.requireNonNull(summary, "summary");
        operations = List.copyOf(operations);
    }
}
