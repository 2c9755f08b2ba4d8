package dev.suzaku.coordinator.grading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Counterexample;
import dev.suzaku.checkers.Verdict;

/** A checker's verdict as the object that `check --json` prints; its names are stable. */
public final class VerdictJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private VerdictJson() {}

    /**
     * @param answer the answer for what was asked
     * @param originNanos the history's {@link OperationJson#originNanos}
     */
    public static ObjectNode verdict(Verdict verdict, Answer answer, long originNanos) {
        ObjectNode json = JSON.objectNode().put("verdict", answer.name());
        json.set("conditions", conditions(verdict));
        json.put("strongest", verdict.strongest().map(Condition::id).orElse(null));
        putWindows(json, verdict);
        json.put("engine", verdict.engine());
        json.put("operations", verdict.operations());
        json.put("operations_ok", verdict.okOperations());
        json.put("history_complete", verdict.historyComplete());
        json.put("elapsed_ms", verdict.elapsedMillis());
        verdict.reason().ifPresent(reason -> json.put("reason", reason));
        verdict.counterexample().ifPresent(example -> json.set("counterexample", counterexample(example, originNanos)));
        return json;
    }

    static ObjectNode conditions(Verdict verdict) {
        ObjectNode json = JSON.objectNode();
        verdict.conditions().forEach((condition, answer) -> json.put(condition.id(), answer.name()));
        return json;
    }

    /** Null when there is no window to speak of: no cuts, or a history that is not durable, or not buffered-cut. */
    static void putWindows(ObjectNode json, Verdict verdict) {
        if (verdict.lateEffectWindow().isPresent()) {
            json.put("late_effect_window_ms", verdict.lateEffectWindow().get().millis());
        } else {
            json.putNull("late_effect_window_ms");
        }
        if (verdict.lossWindow().isPresent()) {
            json.put("loss_window_ms", verdict.lossWindow().get().millis());
        } else {
            json.putNull("loss_window_ms");
        }
    }

    /** @param originNanos as for {@link #verdict} */
    public static ObjectNode counterexample(Counterexample example, long originNanos) {
        ObjectNode json = JSON.objectNode()
                .put("condition", example.condition().id())
                .put("key", example.key())
                .put("unexplained", example.unexplained().index())
                .put("summary", example.summary());
        json.putArray("operations")
                .addAll(example.operations().stream()
                        .map(operation -> OperationJson.operation(operation, originNanos))
                        .toList());
        return json;
    }
}
