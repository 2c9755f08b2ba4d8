package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several registers that are read and written together. */
final class SequentialMultiRegister implements SequentialObject {
    private final Map<Value, Value> registers = new HashMap<>();

    @Override
    public boolean accepts(Operation operation) {
        boolean known = SequentialObject.known(operation);
        Value steps = known && operation.result() instanceof Value.Sequence ? operation.result() : operation.argument();
        for (Value step : SequentialObject.items(steps)) {
            List<Value> parts = SequentialObject.items(step);
            if (parts.get(0).equals(Value.of("w"))) {
                registers.put(parts.get(1), parts.get(2));
            } else if (known
                    && !registers.getOrDefault(parts.get(1), Value.NOTHING).equals(parts.get(2))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public SequentialObject copy() {
        SequentialMultiRegister copy = new SequentialMultiRegister();
        copy.registers.putAll(registers);
        return copy;
    }

    @Override
    public Value value() {
        List<Value> pairs = new ArrayList<>();
        registers.forEach((key, value) -> pairs.add(Value.sequence(key, value)));
        return new Value.Sequence(pairs);
    }
}
