package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Checks histories. Stateless and thread-safe. */
public final class HistoryChecker {
    /**
     * Checks a history against a model and conditions. A budget that runs out gives UNKNOWN, never an exception.
     *
     * @throws CheckException when the model or engine is unknown, or an operation does not fit the model
     */
    public Verdict check(History history, CheckRequest request) {
        Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
        for (Condition condition : request.conditions()) {
            answers.put(condition, Answer.UNKNOWN);
        }
        return new Verdict(
                answers,
                Optional.empty(),
                Optional.empty(),
                request.engine(),
                history.operations().size(),
                history.count(Outcome.OK),
                history.complete(),
                0,
                Optional.of("no engine is built yet"),
                Optional.empty());
    }
}
