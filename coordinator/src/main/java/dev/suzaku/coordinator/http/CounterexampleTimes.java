package dev.suzaku.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import java.util.List;
import java.util.OptionalLong;

/** Moves the times of a stored counterexample, which count from its own first operation, to the origin of the whole API: the run's first event. */
final class CounterexampleTimes {
    private static final List<String> TIMES = List.of("invokeNanos", "returnNanos");

    private CounterexampleTimes() {}

    /** @param verdict a verdict as stored; changed in place */
    static void moveToRunStart(JsonNode verdict, History history) {
        JsonNode operations = verdict.path("counterexample").path("operations");
        OptionalLong shift = shiftNanos(operations.path(0), history);
        if (shift.isEmpty()) {
            return;
        }
        for (JsonNode operation : operations) {
            TIMES.stream()
                    .filter(name -> operation.path(name).isNumber())
                    .forEach(name -> ((ObjectNode) operation)
                            .put(name, operation.path(name).asLong() + shift.getAsLong()));
        }
    }

    /** Empty when the history does not hold the operation: then the counterexample is not of this history. */
    private static OptionalLong shiftNanos(JsonNode first, History history) {
        int index = first.path("index").asInt(-1);
        return history.operations().stream()
                .filter(operation -> operation.index() == index)
                .mapToLong(Operation::invokeNanos)
                .map(nanos -> nanos
                        - HistorySlice.firstNanos(history)
                        - first.path("invokeNanos").asLong())
                .findFirst();
    }
}
