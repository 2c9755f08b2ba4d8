package dev.suzaku.coordinator.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.stream.LongStream;

/** Operations and cuts as JSON; times are relative to an origin, and null where something never happened. */
public final class OperationJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OperationJson() {}

    /** The time of a run's first event, from which its times are counted. */
    public static long originNanos(History history) {
        LongStream invokes = history.operations().stream().mapToLong(Operation::invokeNanos);
        LongStream crashes = history.cuts().stream().mapToLong(PowerCut::crashEarliestNanos);
        return LongStream.concat(invokes, crashes).min().orElse(0);
    }

    public static ObjectNode operation(Operation operation, long originNanos) {
        ObjectNode json = JSON.objectNode()
                .put("index", operation.index())
                .put("session", operation.session())
                .put("epoch", operation.epoch())
                .put("function", operation.function())
                .put("key", operation.key());
        json.set("argument", value(operation.argument()));
        json.set("result", value(operation.result()));
        json.put("outcome", operation.outcome().name());
        json.put("invoke_ns", operation.invokeNanos() - originNanos);
        return putInstant(json, "return_ns", operation.returnNanos(), originNanos);
    }

    public static ObjectNode cut(PowerCut cut, long originNanos) {
        ObjectNode json = JSON.objectNode().put("epoch", cut.epoch());
        putInstant(json, "crash_earliest_ns", cut.crashEarliestNanos(), originNanos);
        putInstant(json, "crash_latest_ns", cut.crashLatestNanos(), originNanos);
        putInstant(json, "ready_earliest_ns", cut.readyEarliestNanos(), originNanos);
        return putInstant(json, "ready_latest_ns", cut.readyLatestNanos(), originNanos);
    }

    private static ObjectNode putInstant(ObjectNode json, String name, long nanos, long originNanos) {
        return nanos == Long.MAX_VALUE ? json.putNull(name) : json.put(name, nanos - originNanos);
    }

    static JsonNode value(Value value) {
        if (value instanceof Value.Whole whole) {
            return JSON.numberNode(whole.value());
        }
        if (value instanceof Value.Text text) {
            return JSON.textNode(text.value());
        }
        if (value instanceof Value.Sequence sequence) {
            ArrayNode items = JSON.arrayNode();
            sequence.items().forEach(item -> items.add(value(item)));
            return items;
        }
        return JSON.nullNode();
    }
}
