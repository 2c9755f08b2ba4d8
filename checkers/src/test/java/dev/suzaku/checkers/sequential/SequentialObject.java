package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.List;

/** An object that does one operation after the other and is asked whether it can give the answers of a history. */
public interface SequentialObject {
    /**
     * Whether the operation can happen now with the answer it got, or take effect at all where the answer is not known.
     * If so it has happened; if not, the object is of no use any more.
     */
    boolean accepts(Operation operation);

    /** The power goes and comes back. */
    default void crash() {}

    /** An object that goes its own way from here. */
    SequentialObject copy();

    /** What a read of the whole object would answer. */
    Value value();

    /** The object of a model as it is before the first operation. */
    static SequentialObject of(String model) {
        return switch (model) {
            case "register", "cas-register" -> new SequentialRegister();
            case "kv" -> new SequentialKv(false);
            case "kv-evicting" -> new SequentialKv(true);
            case "queue" -> new SequentialLine(true);
            case "stack" -> new SequentialLine(false);
            case "set" -> new SequentialSet();
            case "counter" -> new SequentialCounter();
            case "mutex" -> new SequentialMutex();
            case "multi-register" -> new SequentialMultiRegister();
            case "bank" -> new SequentialBank(false);
            case "bank-overdraft" -> new SequentialBank(true);
            case "porcupine-kv" -> new SequentialText();
            default -> throw new IllegalArgumentException("no sequential object for model " + model);
        };
    }

    /** Whether the operation's answer is known. */
    static boolean known(Operation operation) {
        return operation.outcome() == Outcome.OK;
    }

    /** Whether the operation was answered with a refusal. */
    static boolean refused(Operation operation) {
        return known(operation) && operation.result().equals(Value.of("REFUSED"));
    }

    /** The items of a sequence. */
    static List<Value> items(Value value) {
        return ((Value.Sequence) value).items();
    }

    /** The number that a value is. */
    static long number(Value value) {
        return ((Value.Whole) value).value();
    }
}
