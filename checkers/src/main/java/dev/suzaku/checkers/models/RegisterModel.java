package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;

/**
 * A register that is read and written, and compared-and-set in the variant {@code cas-register}. It begins as nothing.
 *
 * <pre>
 *   read: nothing -> value | nothing        write: value -> anything
 *   cas: [old, new] -> REFUSED              the register was certainly not old
 *   cas: [old, new] -> anything else        the register was old and became new
 * </pre>
 */
public final class RegisterModel implements Model {
    /** The result of a compare-and-set that was answered "not equal" and so constrains the register. */
    public static final Value REFUSED = Value.of("REFUSED");

    private final boolean withCas;

    RegisterModel(boolean withCas) {
        this.withCas = withCas;
    }

    @Override
    public String name() {
        return withCas ? "cas-register" : "register";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new RegisterAutomaton(
                operations.stream().map(this::call).flatMap(Optional::stream).toList());
    }

    /** What an operation asks of the register. */
    sealed interface Call {
        record Read(Value value) implements Call {}

        record Write(Value value) implements Call {}

        record Cas(Value before, Value after) implements Call {}

        record Refused(Value before) implements Call {}
    }

    private Optional<Call> call(Operation operation) {
        return callOf(operation, withCas);
    }

    /** The call of an operation; empty when it constrains nothing. */
    static Optional<Call> callOf(Operation operation, boolean withCas) {
        switch (operation.function()) {
            case "read":
                return operation.outcome() == Outcome.OK
                        ? Optional.of(new Call.Read(operation.result()))
                        : Optional.empty();
            case "write":
                return Optional.of(new Call.Write(operation.argument()));
            case "cas":
                if (withCas) {
                    return Optional.of(casOf(operation));
                }
                break;
            default:
                break;
        }
        throw new CheckException("operation " + operation.index() + ": model " + (withCas ? "cas-register" : "register")
                + " has no function " + operation.function());
    }

    private static Call casOf(Operation operation) {
        if (operation.argument() instanceof Value.Sequence sequence
                && sequence.items().size() == 2) {
            Value before = sequence.items().get(0);
            return operation.result().equals(REFUSED)
                    ? new Call.Refused(before)
                    : new Call.Cas(before, sequence.items().get(1));
        }
        throw new CheckException("operation " + operation.index() + ": the argument of cas must be [old new], not "
                + operation.argument());
    }
}
