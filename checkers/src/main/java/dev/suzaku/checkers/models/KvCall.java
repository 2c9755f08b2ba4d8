package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.Optional;

/**
 * What a memcached operation asks of its key, with its answer. An operation of unknown outcome is the call of its taking
 * effect. Values are canonical texts; see {@link #canonical}.
 */
sealed interface KvCall {
    /** The key had this value; empty: it was absent. */
    record Read(Optional<String> value) implements KvCall {}

    /** The key had this value under this token. */
    record Gets(String value, long token) implements KvCall {}

    /** The key was present, whatever its value. */
    record Present() implements KvCall {}

    record Set(String value) implements KvCall {}

    record Add(String value) implements KvCall {}

    record Replace(String value) implements KvCall {}

    record Delete() implements KvCall {}

    /** The key had this token and took the value. */
    record Cas(String value, long token) implements KvCall {}

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
        boolean known = operation.outcome() == Outcome.OK;
        switch (operation.function()) {
            case "get":
            case "dump":
                return known ? Optional.of(new Read(optionalText(operation, operation.result()))) : Optional.empty();
            case "gets":
                return known ? Optional.of(getsOf(operation)) : Optional.empty();
            case "set":
                return Optional.of(refusable(operation, new Set(text(operation, operation.argument())), "", null));
            case "add":
                return Optional.of(refusable(
                        operation, new Add(text(operation, operation.argument())), "NOT_STORED", new Present()));
            case "replace":
                return Optional.of(refusable(
                        operation,
                        new Replace(text(operation, operation.argument())),
                        "NOT_STORED",
                        new Read(Optional.empty())));
            case "delete":
                return Optional.of(refusable(operation, new Delete(), "NOT_FOUND", new Read(Optional.empty())));
            case "cas":
                return Optional.of(casOf(operation));
            case "incr":
            case "decr":
                return Optional.of(counted(operation));
            default:
                throw new CheckException(
                        "operation " + operation.index() + ": model kv has no function " + operation.function());
        }
    }

    /** The same text for texts that memcached treats alike: blanks after a number go. */
    static String canonical(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        boolean number = end > 0 && end < text.length();
        for (int i = 0; i < end && number; i++) {
            number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return number ? text.substring(0, end) : text;
    }

    private static KvCall getsOf(Operation operation) {
        if (operation.result() instanceof Value.Nothing) {
            return new Read(Optional.empty());
        }
        if (operation.result() instanceof Value.Sequence sequence
                && sequence.items().size() == 2
                && sequence.items().get(1) instanceof Value.Whole token) {
            return new Gets(text(operation, sequence.items().get(0)), token.value());
        }
        throw unfit(operation, "the result must be [value token] or nothing");
    }

    private static KvCall refusable(Operation operation, KvCall done, String refusal, KvCall refused) {
        if (operation.outcome() != Outcome.OK) {
            return done;
        }
        String answer = operation.result() instanceof Value.Text text ? text.value() : "";
        if (answer.equals(done instanceof Delete ? "DELETED" : "STORED")) {
            return done;
        }
        if (refused != null && answer.equals(refusal)) {
            return refused;
        }
        throw unfit(operation, "the result must be one of the model's answers");
    }

    private static KvCall casOf(Operation operation) {
        if (!(operation.argument() instanceof Value.Sequence sequence)
                || sequence.items().size() != 2
                || !(sequence.items().get(1) instanceof Value.Whole token)) {
            throw unfit(operation, "the argument must be [value token]");
        }
        KvCall done = new Cas(text(operation, sequence.items().get(0)), token.value());
        if (operation.outcome() == Outcome.OK && operation.result().equals(Value.of("EXISTS"))) {
            return new Exists(token.value());
        }
        return refusable(operation, done, "NOT_FOUND", new Read(Optional.empty()));
    }

    private static KvCall counted(Operation operation) {
        if (!(operation.argument() instanceof Value.Whole delta)) {
            throw unfit(operation, "the argument must be a whole number");
        }
        Optional<String> result = Optional.empty();
        if (operation.outcome() == Outcome.OK) {
            if (operation.result().equals(Value.of("NOT_FOUND"))) {
                return new Read(Optional.empty());
            }
            if (!(operation.result() instanceof Value.Whole whole)) {
                throw unfit(operation, "the result must be a whole number or NOT_FOUND");
            }
            result = Optional.of(Long.toUnsignedString(whole.value()));
        }
        return operation.function().equals("incr")
                ? new Increment(delta.value(), result)
                : new Decrement(delta.value(), result);
    }

    private static Optional<String> optionalText(Operation operation, Value value) {
        return value instanceof Value.Nothing ? Optional.empty() : Optional.of(text(operation, value));
    }

    private static String text(Operation operation, Value value) {
        if (value instanceof Value.Text text) {
            return canonical(text.value());
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        throw unfit(operation, "a value must be a text");
    }

    private static CheckException unfit(Operation operation, String why) {
        return new CheckException("operation " + operation.index() + " (" + operation.function() + " "
                + operation.key() + "): " + why + "; argument " + operation.argument() + ", result "
                + operation.result());
    }
}
