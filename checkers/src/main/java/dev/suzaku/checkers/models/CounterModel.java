package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;

/**
 * A signed 64-bit number that is counted up and down and wraps around. It begins at 0.
 *
 * <pre>
 *   read: nothing -> count
 *   add: delta -> anything                        the answer says nothing (Jepsen repeats the delta)
 *   add-and-get: delta -> new count
 *   inc, incr, increment: delta | nothing -> new count | nothing     nothing asked for is 1,
 *   dec, decr, decrement: delta | nothing -> new count | nothing     nothing answered is no result
 * </pre>
 */
public final class CounterModel implements Model {
    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new CounterAutomaton(operations);
    }

    /**
     * What an operation does to a counter: it adds {@code delta}, which made the count {@code after} where that is known.
     *
     * @param observes whether it only asked, so that {@code delta} is 0 and {@code after} known
     */
    public record CounterCall(boolean observes, long delta, Optional<Long> after) {}

    /**
     * The call of an operation; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    public static Optional<CounterCall> callOf(Operation operation) {
        boolean known = operation.outcome() == Outcome.OK;
        switch (operation.function()) {
            case "read":
                return known
                        ? Optional.of(new CounterCall(true, 0, Optional.of(whole(operation, operation.result()))))
                        : Optional.empty();
            case "add":
                return Optional.of(new CounterCall(false, whole(operation, operation.argument()), Optional.empty()));
            case "add-and-get":
                long delta = whole(operation, operation.argument());
                return Optional.of(new CounterCall(
                        false, delta, known ? Optional.of(whole(operation, operation.result())) : Optional.empty()));
            case "inc", "incr", "increment":
                return Optional.of(counted(operation, 1));
            case "dec", "decr", "decrement":
                return Optional.of(counted(operation, -1));
            default:
                throw new CheckException("operation " + operation.index() + ": model counter has no function "
                        + operation.function() + "; it has read, add, add-and-get, inc and dec");
        }
    }

    private static CounterCall counted(Operation operation, int sign) {
        long delta = operation.argument() instanceof Value.Nothing ? 1 : whole(operation, operation.argument());
        Optional<Long> after = operation.result() instanceof Value.Nothing
                ? Optional.empty()
                : Optional.of(whole(operation, operation.result()));
        return new CounterCall(false, sign * delta, after);
    }

    private static long whole(Operation operation, Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        throw new CheckException("operation " + operation.index() + " (" + operation.function()
                + "): a whole number was expected, not " + value);
    }

    private static final class CounterAutomaton extends InternedAutomaton<Long, CounterCall> {
        CounterAutomaton(List<Operation> operations) {
            super(0L, operations, CounterModel::callOf);
        }

        @Override
        Optional<Long> next(Long state, CounterCall call) {
            long after = state + call.delta();
            return call.after().isEmpty() || call.after().get() == after ? Optional.of(after) : Optional.empty();
        }

        @Override
        boolean observes(CounterCall call) {
            return call.observes();
        }

        @Override
        boolean standsFor(CounterCall call, CounterCall other) {
            return call.delta() == other.delta() && call.after().isEmpty();
        }

        @Override
        String text(Long state) {
            return state.toString();
        }
    }
}
