package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.checkers.models.OwnModel;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Outcome;
import java.util.Map;
import java.util.Optional;

/** Checks histories. Stateless and thread-safe. */
public final class HistoryChecker {
    private final KeyThreads threads;

    /** A checker that uses as many threads as there are processors. */
    public HistoryChecker() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** @param threads how many objects are checked at once; the verdict does not depend on it */
    public HistoryChecker(int threads) {
        this.threads = new KeyThreads(threads);
    }

    /**
     * Checks a history against a model and conditions. A budget that runs out gives UNKNOWN, never an exception. A
     * history that is not complete is never VALID: it is UNKNOWN, unless INVALID. One in which nothing completed is
     * VALID, since nothing contradicts it; {@link Verdict#okOperations()} tells.
     *
     * @throws CheckException when the model or engine is unknown, or an operation does not fit the model
     */
    public Verdict check(History history, CheckRequest request) {
        return check(history, Models.named(request.model()), request);
    }

    /**
     * Checks a history against a model that is given as such; the request's model is not looked at.
     *
     * @throws CheckException as above, and when a user's own model is not fit to judge
     */
    public Verdict check(History history, Model model, CheckRequest request) {
        // a user's model is watched step by step, so that one thread uses it
        return model instanceof OwnModel<?> own
                ? new WatchedCheck(own.running(), request.budgetMillis())
                        .await(() -> checked(history, model, request, new KeyThreads(1)))
                : checked(history, model, request, threads);
    }

    private static Verdict checked(History history, Model model, CheckRequest request, KeyThreads threads) {
        Engines.requireKnown(request.engine());
        long start = System.nanoTime();
        Budget budget = new Budget(request.budgetMillis(), System::nanoTime);
        SpectrumCheck spectrum = new SpectrumCheck(model, history, request, threads, budget);
        Map<Condition, Answer> answers = spectrum.answers();
        Optional<String> reason = spectrum.reason();
        if (!history.complete() && answers.containsValue(Answer.VALID)) {
            answers.replaceAll((condition, answer) -> answer == Answer.VALID ? Answer.UNKNOWN : answer);
            reason = Optional.of("the history is incomplete: its end is missing or damaged");
        }
        return new Verdict(
                answers,
                Condition.strongest(answers),
                spectrum.lateEffectWindow(),
                spectrum.lossWindow(),
                spectrum.engines().names(),
                spectrum.engines().text(),
                history.operations().size(),
                history.count(Outcome.OK),
                history.complete(),
                (System.nanoTime() - start) / 1_000 / 1e3,
                reason,
                spectrum.counterexample());
    }
}
