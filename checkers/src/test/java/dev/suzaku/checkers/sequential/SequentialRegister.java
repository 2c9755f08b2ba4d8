package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;

/** A register with compare-and-set. */
final class SequentialRegister implements SequentialObject {
    private Value value = Value.NOTHING;

    @Override
    public boolean accepts(Operation operation) {
        switch (operation.function()) {
            case "read":
                return !SequentialObject.known(operation) || value.equals(operation.result());
            case "write":
                value = operation.argument();
                return true;
            case "cas":
                Value before = SequentialObject.items(operation.argument()).get(0);
                if (SequentialObject.refused(operation)) {
                    return !value.equals(before);
                }
                boolean equal = value.equals(before);
                value = SequentialObject.items(operation.argument()).get(1);
                return equal;
            default:
                throw new IllegalArgumentException(operation.function());
        }
    }

    @Override
    public SequentialObject copy() {
        SequentialRegister copy = new SequentialRegister();
        copy.value = value;
        return copy;
    }

    @Override
    public Value value() {
        return value;
    }
}
