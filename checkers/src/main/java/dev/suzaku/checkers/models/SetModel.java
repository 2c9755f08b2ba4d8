package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set of values. It begins empty.
 *
 * <pre>
 *   add: element -> REFUSED             the element was in already
 *   add: element -> anything else       the element is in now
 *   remove: element -> REFUSED          the element was not in
 *   remove: element -> anything else    the element is not in now
 *   contains: element -> true | false
 *   read: nothing -> [element ...]      all elements, in any order; one that comes twice is a violation
 * </pre>
 */
public final class SetModel implements Model {
    @Override
    public String name() {
        return "set";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new SetAutomaton(operations);
    }

    /** What an operation does to a set. */
    public sealed interface SetCall {
        /** The element is in now. */
        record Add(Value element) implements SetCall {}

        /** The element is not in now. */
        record Remove(Value element) implements SetCall {}

        /** Whether the element was in. */
        record Contains(Value element, boolean in) implements SetCall {}

        /** What was in. */
        record Read(Set<Value> elements) implements SetCall {}

        /** An answer that no set can give. */
        record Impossible() implements SetCall {}
    }

    /**
     * The call of an operation; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    public static Optional<SetCall> callOf(Operation operation) {
        Value element = operation.argument();
        boolean known = operation.outcome() == Outcome.OK;
        boolean refused = operation.result().equals(RegisterModel.REFUSED);
        switch (operation.function()) {
            case "add":
                return Optional.of(refused ? new SetCall.Contains(element, true) : new SetCall.Add(element));
            case "remove":
                return Optional.of(refused ? new SetCall.Contains(element, false) : new SetCall.Remove(element));
            case "contains":
                return known ? Optional.of(new SetCall.Contains(element, truth(operation))) : Optional.empty();
            case "read":
                return known ? Optional.of(readOf(operation)) : Optional.empty();
            default:
                throw new CheckException("operation " + operation.index() + ": model set has no function "
                        + operation.function() + "; it has add, remove, contains and read");
        }
    }

    private static boolean truth(Operation operation) {
        return switch (operation.result().toString()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new CheckException("operation " + operation.index() + " (contains " + operation.argument()
                        + "): the result must be true or false, not " + operation.result());
        };
    }

    private static SetCall readOf(Operation operation) {
        if (operation.result() instanceof Value.Sequence sequence) {
            Set<Value> elements = new HashSet<>(sequence.items());
            return elements.size() == sequence.items().size()
                    ? new SetCall.Read(Set.copyOf(elements))
                    : new SetCall.Impossible();
        }
        throw new CheckException("operation " + operation.index()
                + ": the result of read must be a sequence of elements," + " not " + operation.result());
    }

    /** The state has a bit for each element. States are never changed. */
    private static final class SetAutomaton extends InternedAutomaton<BitSet, SetCall> {
        private final ValueNumbers elements = new ValueNumbers();

        SetAutomaton(List<Operation> operations) {
            super(new BitSet(), operations, SetModel::callOf);
        }

        @Override
        Optional<BitSet> next(BitSet state, SetCall call) {
            if (call instanceof SetCall.Contains contains) {
                return fits(state, state.get(elements.number(contains.element())) == contains.in());
            } else if (call instanceof SetCall.Read read) {
                return fits(state, state.cardinality() == read.elements().size() && containsAll(state, read));
            } else if (call instanceof SetCall.Impossible) {
                return Optional.empty();
            }
            BitSet changed = (BitSet) state.clone();
            if (call instanceof SetCall.Add add) {
                changed.set(elements.number(add.element()));
            } else if (call instanceof SetCall.Remove remove) {
                changed.clear(elements.number(remove.element()));
            }
            return Optional.of(changed);
        }

        private static Optional<BitSet> fits(BitSet state, boolean fits) {
            return fits ? Optional.of(state) : Optional.empty();
        }

        private boolean containsAll(BitSet state, SetCall.Read read) {
            return read.elements().stream().allMatch(element -> state.get(elements.number(element)));
        }

        @Override
        boolean observes(SetCall call) {
            return !(call instanceof SetCall.Add || call instanceof SetCall.Remove);
        }

        @Override
        int cellsOf(BitSet state) {
            return state.size() / Long.SIZE;
        }

        @Override
        String text(BitSet state) {
            return "{"
                    + String.join(
                            ", ",
                            state.stream()
                                    .mapToObj(number -> elements.value(number).toString())
                                    .toList()) + "}";
        }
    }
}
