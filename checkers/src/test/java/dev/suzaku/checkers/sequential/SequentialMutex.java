package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;

/** A lock that is free or held. */
final class SequentialMutex implements SequentialObject {
    private boolean held;

    @Override
    public boolean accepts(Operation operation) {
        boolean acquire = operation.function().equals("acquire");
        if (SequentialObject.refused(operation)) {
            return held == acquire;
        }
        boolean possible = held != acquire;
        held = acquire;
        return possible;
    }

    @Override
    public SequentialObject copy() {
        SequentialMutex copy = new SequentialMutex();
        copy.held = held;
        return copy;
    }

    @Override
    public Value value() {
        return Value.of(held ? "held" : "free");
    }
}
