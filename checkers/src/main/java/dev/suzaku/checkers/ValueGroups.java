package dev.suzaku.checkers;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The operations on one object by the value that they are about, where all of a value can be taken away: from an order
 * that explains everything, leave them out, and the rest is explained.
 */
final class ValueGroups {
    private ValueGroups() {}

    /**
     * The groups, by first operation; operations in none of them stay.
     *
     * <ul>
     *   <li>an object that is only overwritten and read: a write with all reads of its value;
     *   <li>a queue or a stack: whoever put a value in or took it out, as what is left keeps its order;
     *   <li>a set that is never read as a whole: what asks about one element.
     * </ul>
     */
    static List<List<Operation>> of(Model model, List<Operation> operations) {
        return switch (model.name()) {
            case "queue", "stack" -> grouped(operations, ValueGroups::passing);
            case "set" ->
                operations.stream().anyMatch(operation -> operation.function().equals("read"))
                        ? List.of()
                        : grouped(
                                operations,
                                operation -> Optional.of(operation.argument().toString()));
            default ->
                operations.stream()
                                .allMatch(operation ->
                                        OverwrittenValue.of(operation).isPresent())
                        ? grouped(operations, OverwrittenValue::of)
                        : List.of();
        };
    }

    private static Optional<String> passing(Operation operation) {
        boolean in =
                operation.function().equals("enqueue") || operation.function().equals("push");
        Value value = in ? operation.argument() : operation.result();
        return value instanceof Value.Nothing ? Optional.empty() : Optional.of(value.toString());
    }

    private static List<List<Operation>> grouped(
            List<Operation> operations, Function<Operation, Optional<String>> value) {
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        for (Operation operation : operations) {
            value.apply(operation)
                    .ifPresent(name -> groups.computeIfAbsent(name, each -> new ArrayList<>())
                            .add(operation));
        }
        return List.copyOf(groups.values());
    }
}
