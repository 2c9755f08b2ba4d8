package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A set of values. */
final class SequentialSet implements SequentialObject {
    private final Set<Value> elements = new LinkedHashSet<>();

    @Override
    public boolean accepts(Operation operation) {
        Value element = operation.argument();
        boolean present = elements.contains(element);
        switch (operation.function()) {
            case "add":
                elements.add(element);
                return !SequentialObject.refused(operation) || present;
            case "remove":
                elements.remove(element);
                return !SequentialObject.refused(operation) || !present;
            case "contains":
                return !SequentialObject.known(operation)
                        || operation.result().equals(Value.of(Boolean.toString(present)));
            case "read":
                if (!SequentialObject.known(operation)) {
                    return true;
                }
                List<Value> seen = SequentialObject.items(operation.result());
                return seen.size() == elements.size() && new HashSet<>(seen).equals(elements);
            default:
                throw new IllegalArgumentException(operation.function());
        }
    }

    @Override
    public SequentialObject copy() {
        SequentialSet copy = new SequentialSet();
        copy.elements.addAll(elements);
        return copy;
    }

    @Override
    public Value value() {
        return new Value.Sequence(List.copyOf(elements));
    }
}
