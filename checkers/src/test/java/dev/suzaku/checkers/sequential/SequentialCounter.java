package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;

/** A number that is counted up and down. */
final class SequentialCounter implements SequentialObject {
    private long count;

    @Override
    public boolean accepts(Operation operation) {
        boolean known = SequentialObject.known(operation);
        long delta = operation.argument() instanceof Value.Whole whole ? whole.value() : 1;
        switch (operation.function()) {
            case "read":
                return !known || operation.result().equals(Value.of(count));
            case "add":
                count += delta;
                return true;
            case "add-and-get":
            case "inc":
                count += delta;
                break;
            case "dec":
                count -= delta;
                break;
            default:
                throw new IllegalArgumentException(operation.function());
        }
        return !known
                || operation.result() instanceof Value.Nothing
                || operation.result().equals(Value.of(count));
    }

    @Override
    public SequentialObject copy() {
        SequentialCounter copy = new SequentialCounter();
        copy.count = count;
        return copy;
    }

    @Override
    public Value value() {
        return Value.of(count);
    }
}
