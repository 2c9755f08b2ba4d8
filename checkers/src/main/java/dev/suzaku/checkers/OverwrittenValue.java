package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.Optional;

/** The one value that an operation writes blindly or reads, if that is all it does. */
final class OverwrittenValue {
    private OverwrittenValue() {}

    static Optional<String> of(Operation operation) {
        Value value = switch (operation.function()) {
            case "set", "write" -> operation.argument();
            case "get", "read", "dump" -> operation.outcome() == Outcome.OK ? operation.result() : Value.NOTHING;
            case "gets" ->
                operation.result() instanceof Value.Sequence sequence
                                && !sequence.items().isEmpty()
                        ? sequence.items().get(0)
                        : Value.NOTHING;
            default -> Value.NOTHING;
        };
        return value instanceof Value.Nothing ? Optional.empty() : Optional.of(value.toString());
    }
}
