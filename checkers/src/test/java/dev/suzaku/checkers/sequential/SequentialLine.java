package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;

/** A queue or a stack: items are put at the end and taken from the front or from the end. */
final class SequentialLine implements SequentialObject {
    private final boolean fromFront;
    private final List<Value> items = new ArrayList<>();

    SequentialLine(boolean fromFront) {
        this.fromFront = fromFront;
    }

    @Override
    public boolean accepts(Operation operation) {
        switch (operation.function()) {
            case "enqueue":
            case "push":
                return items.add(operation.argument());
            case "dequeue":
            case "pop":
                if (items.isEmpty()) {
                    return SequentialObject.known(operation) && operation.result() instanceof Value.Nothing;
                }
                Value taken = items.remove(fromFront ? 0 : items.size() - 1);
                return !SequentialObject.known(operation) || taken.equals(operation.result());
            default:
                throw new IllegalArgumentException(operation.function());
        }
    }

    @Override
    public SequentialObject copy() {
        SequentialLine copy = new SequentialLine(fromFront);
        copy.items.addAll(items);
        return copy;
    }

    @Override
    public Value value() {
        return new Value.Sequence(items);
    }
}
