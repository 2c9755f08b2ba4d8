package dev.suzaku.coordinator.grading;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Certificate;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Counterexample;
import dev.suzaku.checkers.LateEffectWindow;
import dev.suzaku.checkers.LossWindow;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.histories.Operation;
import java.util.List;
import java.util.Optional;

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
        json.put("engine_reason", verdict.engineReason());
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

    /**
     * Null when there is no window to speak of: no cuts, or a history that is not durable, or not buffered-cut. The names
     * with {@code at_most} say more than the ones without only where a search of the window was cut short.
     */
    static void putWindows(ObjectNode json, Verdict verdict) {
        putWindow(
                json,
                "late_effect_window",
                verdict.lateEffectWindow().map(LateEffectWindow::millis),
                verdict.lateEffectWindow().map(LateEffectWindow::atMostMillis));
        putWindow(
                json,
                "loss_window",
                verdict.lossWindow().map(LossWindow::millis),
                verdict.lossWindow().map(LossWindow::atMostMillis));
    }

    private static void putWindow(ObjectNode json, String name, Optional<Double> atLeast, Optional<Double> atMost) {
        json.put(name + "_ms", atLeast.orElse(null));
        json.put(name + "_at_most_ms", atMost.orElse(null));
    }

    /**
     * The counterexample as {@code docs/counterexamples.md} draws it.
     *
     * @param originNanos as for {@link #verdict}
     */
    public static ObjectNode counterexample(Counterexample example, long originNanos) {
        ObjectNode json = JSON.objectNode()
                .put("condition", example.condition().id())
                .put("key", example.key())
                .put("unexplained", example.unexplained().index());
        example.expected().forEach(json.putArray("expected")::add);
        json.set("certificate", certificate(example.certificate()));
        json.set(
                "explained",
                example.explained().map(each -> explained(each, originNanos)).orElse(null));
        json.put("summary", example.summary());
        json.putArray("operations")
                .addAll(example.operations().stream()
                        .map(operation -> OperationJson.operation(operation, originNanos))
                        .toList());
        return json;
    }

    private static ObjectNode certificate(Certificate certificate) {
        ObjectNode json = JSON.objectNode().put("kind", certificate.kind().id()).put("claim", certificate.claim());
        putIndices(json, "operations", certificate.operations());
        ArrayNode last = json.putArray("last");
        for (Certificate.LastConfiguration each : certificate.last()) {
            putIndices(last.addObject(), "order", each.order()).put("state", each.state());
        }
        return json;
    }

    private static ObjectNode putIndices(ObjectNode json, String name, List<Operation> operations) {
        ArrayNode indices = json.putArray(name);
        operations.forEach(operation -> indices.add(operation.index()));
        return json;
    }

    private static ObjectNode explained(Counterexample.Explained explained, long originNanos) {
        return JSON.objectNode()
                .put("answered", explained.answered())
                .put("of_answered", explained.ofAnswered())
                .put("until_ns", explained.untilNanos() - originNanos);
    }
}
