package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks histories. Stateless and thread-safe. */
public final class HistoryChecker {
    /** The part of the budget that is kept for the explanation of a violation. */
    private static final double EXPLANATION_SHARE = 0.2;

    /**
     * Checks a history against a model and conditions. A budget that runs out gives UNKNOWN, never an exception. A
     * history that is not complete is never VALID: it is UNKNOWN, unless INVALID. One in which nothing completed is
     * VALID, since nothing contradicts it; {@link Verdict#okOperations()} tells.
     *
     * @throws CheckException when the model or engine is unknown, or an operation does not fit the model
     */
    public Verdict check(History history, CheckRequest request) {
        Model model = Models.named(request.model());
        Engines.requireKnown(request.engine());
        Budget budget = new Budget(request.budgetMillis(), System::nanoTime);
        KeyChecks checks = new KeyChecks(history.cuts(), request, budget);
        for (Map.Entry<String, List<Operation>> entry : byKey(history).entrySet()) {
            checks.check(KeyHistory.of(entry.getKey(), model, entry.getValue(), history.cuts()));
        }
        int okOperations = history.count(Outcome.OK);
        Map<Condition, Answer> answers = new EnumMap<>(checks.answers());
        Optional<String> reason = checks.reason();
        if (!history.complete() && answers.containsValue(Answer.VALID)) {
            answers.replaceAll((condition, answer) -> answer == Answer.VALID ? Answer.UNKNOWN : answer);
            reason = Optional.of("the history is incomplete: its end is missing or damaged");
        }
        Optional<Condition> strongest = answers.entrySet().stream()
                .filter(entry -> entry.getValue() == Answer.VALID)
                .map(Map.Entry::getKey)
                .findFirst();
        boolean durable = answers.getOrDefault(Condition.DURABLE, Answer.VALID) == Answer.VALID;
        Optional<LateEffectWindow> window = request.windows() && durable ? checks.lateEffectWindow() : Optional.empty();
        Budget explanation =
                new Budget(Math.max(500, (long) (request.budgetMillis() * EXPLANATION_SHARE)), System::nanoTime);
        return new Verdict(
                answers,
                strongest,
                window,
                checks.engines(),
                history.operations().size(),
                okOperations,
                history.complete(),
                budget.elapsedMillis(),
                reason,
                checks.counterexample(model, history, explanation));
    }

    private static Map<String, List<Operation>> byKey(History history) {
        Map<String, List<Operation>> byKey = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        return byKey;
    }
}
