package dev.suzaku.coordinator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.grading.OperationJson;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The part of a history that touches a window of time.
 *
 * @param fromNanos start, relative to the run's first event
 * @param toNanos end, included
 * @param key only operations on this key
 * @param limit at most this many operations
 */
record HistorySlice(long fromNanos, long toNanos, Optional<String> key, int limit) {
    static final int LIMIT_DEFAULT = 2_000;
    static final int LIMIT_MAX = 5_000;

    ObjectNode of(History history) {
        long origin = OperationJson.originNanos(history);
        List<Operation> touched = history.operations().stream()
                .filter(operation -> key.isEmpty() || key.get().equals(operation.key()))
                .filter(operation -> touches(operation, history.cuts(), origin))
                .limit(limit + 1L)
                .toList();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("start_ns", 0)
                .put("end_ns", lastNanos(history) - origin)
                .put("complete", history.complete());
        history.operations().stream()
                .mapToInt(Operation::session)
                .distinct()
                .sorted()
                .forEach(json.withArray("sessions")::add);
        json.putArray("operations")
                .addAll(touched.stream()
                        .limit(limit)
                        .map(operation -> OperationJson.operation(operation, origin))
                        .toList());
        json.putArray("cuts")
                .addAll(history.cuts().stream()
                        .map(cut -> OperationJson.cut(cut, origin))
                        .toList());
        return json.put("truncated", touched.size() > limit);
    }

    private boolean touches(Operation operation, List<PowerCut> cuts, long origin) {
        return operation.invokeNanos() - origin <= toNanos && lastNanos(operation, cuts) - origin >= fromNanos;
    }

    /**
     * A pending operation counts until the first reply after a cut that follows it, although it may take effect later: else every
     * window would begin with all that ever stayed unanswered, and the limit would leave no room for the window itself.
     */
    private static long lastNanos(Operation operation, List<PowerCut> cuts) {
        if (operation.returnNanos() != Long.MAX_VALUE) {
            return operation.returnNanos();
        }
        return cuts.stream()
                .mapToLong(PowerCut::readyLatestNanos)
                .filter(ready -> ready >= operation.invokeNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static long lastNanos(History history) {
        LongStream ends = history.operations().stream()
                .mapToLong(operation ->
                        operation.returnNanos() == Long.MAX_VALUE ? operation.invokeNanos() : operation.returnNanos());
        LongStream cuts = history.cuts().stream()
                .mapToLong(cut ->
                        cut.readyLatestNanos() == Long.MAX_VALUE ? cut.crashLatestNanos() : cut.readyLatestNanos());
        return LongStream.concat(ends, cuts).max().orElse(0);
    }
}
