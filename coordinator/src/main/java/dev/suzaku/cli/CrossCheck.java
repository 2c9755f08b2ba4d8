package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.checkers.knossos.KnossosChecker;
import dev.suzaku.checkers.knossos.KnossosInstallation;
import dev.suzaku.histories.History;
import java.util.List;
import java.util.Locale;

/**
 * What Knossos says about a history beside what we say.
 *
 * @param condition the one that both answered for
 * @param ours our answer
 * @param knossos its verdict
 */
record CrossCheck(Condition condition, Answer ours, Verdict knossos) {
    /** Whether the two say the same. */
    enum Outcome {
        AGREEMENT,
        DISAGREEMENT,
        UNDECIDED
    }

    /**
     * Asks Knossos about the condition that it can answer for: {@code durable} if that was asked, else the one that was.
     *
     * @throws dev.suzaku.checkers.CheckException when it cannot answer, or is not here
     */
    static CrossCheck of(History history, Verdict ours, CheckRequest request, KnossosInstallation installation) {
        Condition asked = request.conditions().contains(Condition.DURABLE)
                ? Condition.DURABLE
                : request.conditions().get(0);
        CheckRequest question =
                new CheckRequest(request.model(), List.of(asked), request.budgetMillis(), KnossosChecker.ENGINE, false);
        return new CrossCheck(asked, ours.answer(asked), new KnossosChecker(installation).check(history, question));
    }

    Outcome outcome() {
        Answer theirs = knossos.answer(condition);
        boolean bothKnow =
                List.of(ours, theirs).stream().allMatch(answer -> answer == Answer.VALID || answer == Answer.INVALID);
        if (!bothKnow) {
            return Outcome.UNDECIDED;
        }
        return ours == theirs ? Outcome.AGREEMENT : Outcome.DISAGREEMENT;
    }

    /** {@code {engine, condition, verdict, elapsed_ms, outcome, reason?, summary?}}. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("engine", knossos.engine())
                .put("condition", condition.id())
                .put("verdict", knossos.answer(condition).name())
                .put("elapsed_ms", knossos.elapsedMillis())
                .put("outcome", outcome().name().toLowerCase(Locale.ROOT));
        knossos.reason().ifPresent(reason -> json.put("reason", reason));
        knossos.counterexample().ifPresent(example -> json.put("summary", example.summary()));
        return json;
    }
}
