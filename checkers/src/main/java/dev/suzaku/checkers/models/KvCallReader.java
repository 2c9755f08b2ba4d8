package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;

/** Makes a call of an operation on memcached; {@link KvModel} draws what it accepts. */
final class KvCallReader {
    private static final String SERVER_ERROR = "SERVER_ERROR";
    private static final String NON_NUMERIC = "CLIENT_ERROR cannot increment or decrement non-numeric value";

    private final Operation operation;
    private final boolean known;
    private final String answer;

    KvCallReader(Operation operation) {
        this.operation = operation;
        this.known = operation.outcome() == Outcome.OK;
        this.answer = known && operation.result() instanceof Value.Text text ? text.value() : "";
    }

    Optional<KvCall> call() {
        String function = operation.function();
        boolean reads = List.of("get", "gets", "dump").contains(function);
        if (!reads && answer.startsWith(SERVER_ERROR)) {
            // memcached drops the old value when it has no room for the new one of a set, and only then
            return Optional.of(function.equals("set") ? new KvCall.Erase() : new KvCall.Nothing());
        }
        return switch (function) {
            case "get", "dump" -> known ? Optional.of(new KvCall.Read(read(operation.result()))) : Optional.empty();
            case "gets" -> known ? Optional.of(gets()) : Optional.empty();
            case "set" -> Optional.of(stored(new KvCall.Set(text(argument(0)), mortal(1))));
            case "add" ->
                Optional.of(refused("NOT_STORED", new KvCall.Present())
                        .orElseGet(() -> stored(new KvCall.Add(text(argument(0)), mortal(1)))));
            case "replace" ->
                Optional.of(refused("NOT_STORED", absent())
                        .orElseGet(() -> stored(new KvCall.Replace(text(argument(0)), mortal(1)))));
            case "append" -> Optional.of(longer(new KvCall.Append(text(operation.argument()))));
            case "prepend" -> Optional.of(longer(new KvCall.Prepend(text(operation.argument()))));
            case "touch" ->
                Optional.of(refused("NOT_FOUND", absent())
                        .orElseGet(() -> answered("TOUCHED", new KvCall.Touch(ttl(operation.argument())))));
            case "delete" ->
                Optional.of(refused("NOT_FOUND", absent()).orElseGet(() -> answered("DELETED", new KvCall.Delete())));
            case "flush_all" -> Optional.of(flushed());
            case "cas" -> Optional.of(cas());
            case "incr", "decr" -> Optional.of(counted());
            default ->
                throw new CheckException("operation " + operation.index() + ": model kv has no function " + function
                        + "; it has " + KvModel.FUNCTIONS);
        };
    }

    private static KvCall absent() {
        return new KvCall.Read(Optional.empty());
    }

    private Optional<KvCall> refused(String refusal, KvCall call) {
        return answer.equals(refusal) ? Optional.of(call) : Optional.empty();
    }

    private KvCall stored(KvCall call) {
        return answered("STORED", call);
    }

    private KvCall answered(String expected, KvCall call) {
        if (known && !answer.equals(expected)) {
            throw unfit("the result must be one of the model's answers");
        }
        return call;
    }

    /** One that was refused tells nothing: the key was absent, or there was no room for more. */
    private KvCall longer(KvCall call) {
        return answer.equals("NOT_STORED") ? new KvCall.Nothing() : stored(call);
    }

    private KvCall flushed() {
        if (!(operation.argument() instanceof Value.Nothing)
                && !operation.argument().equals(Value.of(0))) {
            throw unfit("a flush_all that waits is not modelled");
        }
        return answered("OK", new KvCall.Erase());
    }

    private KvCall gets() {
        if (operation.result() instanceof Value.Nothing) {
            return absent();
        }
        if (operation.result() instanceof Value.Sequence sequence
                && sequence.items().size() == 2
                && sequence.items().get(1) instanceof Value.Whole token) {
            return new KvCall.Gets(KvCall.canonical(text(sequence.items().get(0))), token.value());
        }
        throw unfit("the result must be [value token] or nothing");
    }

    private KvCall cas() {
        if (!(argument(1) instanceof Value.Whole token)) {
            throw unfit("the argument must be [value token] or [value token ttl]");
        }
        if (answer.equals("EXISTS")) {
            return new KvCall.Exists(token.value());
        }
        return refused("NOT_FOUND", absent())
                .orElseGet(() -> stored(new KvCall.Cas(text(argument(0)), token.value(), mortal(2))));
    }

    private KvCall counted() {
        if (answer.equals("NOT_FOUND")) {
            return absent();
        }
        if (answer.equals(NON_NUMERIC)) {
            return new KvCall.NonNumeric();
        }
        long delta = unsigned(operation.argument());
        Optional<String> result =
                known ? Optional.of(Long.toUnsignedString(unsigned(operation.result()))) : Optional.empty();
        return operation.function().equals("incr")
                ? new KvCall.Increment(delta, result)
                : new KvCall.Decrement(delta, result);
    }

    /** Unsigned 64 bits: a whole number with those bits, or its decimal digits as a text. */
    private long unsigned(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        try {
            return Long.parseUnsignedLong(value instanceof Value.Text text ? text.value() : "");
        } catch (NumberFormatException e) {
            throw unfit("a number of 64 bits was expected, not " + value);
        }
    }

    /** An item of the argument if that is a sequence; else the argument is the only item. */
    private Value argument(int item) {
        if (operation.argument() instanceof Value.Sequence sequence) {
            return item < sequence.items().size() ? sequence.items().get(item) : Value.NOTHING;
        }
        return item == 0 ? operation.argument() : Value.NOTHING;
    }

    private boolean mortal(int item) {
        Value ttl = argument(item);
        return !(ttl instanceof Value.Nothing) && ttl(ttl);
    }

    /** Whether a time to live is one. */
    private boolean ttl(Value value) {
        if (value instanceof Value.Whole ttl && ttl.value() >= 0) {
            return ttl.value() > 0;
        }
        throw unfit("a time to live must be 0 (for ever) or a positive number of seconds, not " + value);
    }

    private Optional<String> read(Value value) {
        return value instanceof Value.Nothing ? Optional.empty() : Optional.of(KvCall.canonical(text(value)));
    }

    private String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        throw unfit("a value must be a text");
    }

    private CheckException unfit(String why) {
        return new CheckException("operation " + operation.index() + " (" + operation.function() + " "
                + operation.key() + "): " + why + "; argument " + operation.argument() + ", result "
                + operation.result());
    }
}
