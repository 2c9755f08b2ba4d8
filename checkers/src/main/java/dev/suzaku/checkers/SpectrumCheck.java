package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks one history for all conditions of a request. Used once, by one thread. */
final class SpectrumCheck {
    /** What a violation's explanation may take of the budget: what is left of it, within these shares. */
    private static final double EXPLANATION_SHARE_MIN = 0.08;

    private static final double EXPLANATION_SHARE_MAX = 0.2;
    private static final long BUFFERED_MIN_MILLIS = 500;
    // a Java that has just started, on a busy machine, takes longer for the first small histories than for large ones
    // later
    private static final int SMALL = 1000;
    private static final long BUFFERED_MIN_MILLIS_SMALL = 4000;
    private static final long BUFFERED_FACTOR = 5;

    private final Model model;
    private final History history;
    private final CheckRequest request;
    private final KeyThreads threads;
    private final Budget budget;
    private final EnumMap<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final EngineChoices engines = new EngineChoices();
    private final KeyChecks keys;
    // made only where it is needed, since it copies the operations
    private Optional<BufferedChecks> buffered = Optional.empty();
    private Optional<String> reason = Optional.empty();
    private Optional<String> notResolved = Optional.empty();
    private Optional<Counterexample> special = Optional.empty();

    SpectrumCheck(Model model, History history, CheckRequest request, KeyThreads threads, Budget budget) {
        this.model = model;
        this.history = history;
        this.request = request;
        this.threads = threads;
        this.budget = budget;
        EnumSet<Condition> local = EnumSet.noneOf(Condition.class);
        for (Condition condition : request.conditions()) {
            if (!condition.appliesTo(model.name())) {
                answers.put(condition, Answer.NOT_APPLICABLE);
                reason = Optional.of("transient speaks of registers only, not of " + model.name());
            } else if (condition.local()) {
                local.add(condition);
            } else if (condition.buffered()) {
                local.add(Condition.DURABLE); // which implies it, and is simpler to check
            }
        }
        keys = new KeyChecks(model, history, local, request.engine(), request.windows(), threads, budget);
        engines.addAll(keys.engines());
        keys.answers().forEach((condition, answer) -> {
            if (request.conditions().contains(condition)) {
                answers.put(condition, answer);
            }
        });
        Optional<String> notApplicable = reason;
        reason = keys.reason();
        checkBuffered();
        checkResolved();
        reason = reason.or(() -> notApplicable).or(() -> notResolved);
    }

    /** Where other conditions are asked for too, their cost limits that of the buffered ones. */
    private Budget shareForBuffered() {
        if (request.conditions().stream().allMatch(Condition::buffered)) {
            return budget;
        }
        long left = Math.max(1, request.budgetMillis() - budget.elapsedMillis());
        long least = history.columns().size() <= SMALL ? BUFFERED_MIN_MILLIS_SMALL : BUFFERED_MIN_MILLIS;
        long share = Math.max(least, BUFFERED_FACTOR * budget.elapsedMillis());
        return new Budget(Math.min(left, share), System::nanoTime);
    }

    /** Why a buffered condition is not known; where only its share of the time ran out, that too. */
    private String whyUnknown(String why, Budget share) {
        boolean alone = share == budget;
        return alone || share.whySpent().isEmpty()
                ? why
                : why + "; it is what beside other conditions was left of " + request.budgetMillis()
                        + " ms for the buffered ones: asked for alone they get all of it";
    }

    /** The conditions under which completed operations may be lost; durable, which implies them, is known by now. */
    private void checkBuffered() {
        List<Condition> open =
                request.conditions().stream().filter(Condition::buffered).toList();
        if (open.isEmpty()) {
            return;
        }
        Answer durable = keys.answers().get(Condition.DURABLE);
        if (durable == Answer.VALID || history.cuts().isEmpty()) {
            open.forEach(condition -> answers.put(condition, durable));
            return;
        }
        engines.add("eras", "buffered conditions tie the objects together");
        Budget share = shareForBuffered();
        BufferedChecks checks = new BufferedChecks(model, history, keys.violation(), share);
        buffered = Optional.of(checks);
        Map<Condition, Answer> found = checks.check();
        open.forEach(condition -> answers.put(condition, found.get(condition)));
        reason = reason.or(() -> checks.reason().map(why -> whyUnknown(why, share)));
    }

    /** The conditions that are about the answers of {@code resolve}. */
    private void checkResolved() {
        List<Condition> asked =
                request.conditions().stream().filter(Condition::resolves).toList();
        if (asked.isEmpty()) {
            return;
        }
        Optional<Resolutions> found = Optional.of(history)
                .filter(each -> TargetOperations.called(TargetOperations.RESOLVE, each))
                .map(Resolutions::of)
                .filter(each -> !each.answers().isEmpty());
        if (found.isEmpty()) {
            asked.forEach(condition -> answers.put(condition, Answer.NOT_APPLICABLE));
            notResolved = Optional.of("nrl and detectable need answers of resolve about operations pending at a cut");
            return;
        }
        checkResolved(found.get(), asked);
    }

    private void checkResolved(Resolutions resolutions, List<Condition> asked) {
        KeyChecks resolved = new KeyChecks(
                model, resolutions.history(), List.of(Condition.DURABLE), request.engine(), false, threads, budget);
        Answer answer = resolved.answers().get(Condition.DURABLE);
        for (Condition condition : asked) {
            boolean unfinished =
                    condition == Condition.NRL && resolutions.unfinished().isPresent();
            answers.put(condition, unfinished ? Answer.INVALID : answer);
        }
        reason = reason.or(resolved::reason);
        special = answer == Answer.INVALID
                ? resolved.counterexample(explanation())
                        .map(found -> resolutions.original(found, asked.get(asked.size() - 1), history))
                : resolutions
                        .unfinished()
                        .filter(u -> asked.contains(Condition.NRL))
                        .map(this::unfinished);
    }

    private Counterexample unfinished(Resolutions.Unfinished found) {
        Operation operation = found.operation();
        String summary = new Explanation(Condition.NRL, operation.key(), history).unfinished(operation, found.answer());
        List<Operation> both = List.of(operation, found.answer());
        Certificate certificate = new Certificate(
                Certificate.Kind.UNFINISHED,
                "#" + found.answer().index() + " answered that #" + operation.index() + " was not applied.",
                both,
                List.of());
        return new Counterexample(
                Condition.NRL, operation.key(), operation, List.of(), certificate, Optional.empty(), summary, both);
    }

    private Budget explanation() {
        double left = request.budgetMillis() - budget.elapsedMillis();
        double share = Math.max(
                request.budgetMillis() * EXPLANATION_SHARE_MIN,
                Math.min(left, request.budgetMillis() * EXPLANATION_SHARE_MAX));
        return new Budget(Math.max(1, (long) share), System::nanoTime);
    }

    /** An answer for each condition that was asked for; the caller may change it. */
    Map<Condition, Answer> answers() {
        return answers;
    }

    /** Why an answer is UNKNOWN, or why nothing that was asked for is applicable. */
    Optional<String> reason() {
        boolean nothing = answers.values().stream().allMatch(answer -> answer == Answer.NOT_APPLICABLE);
        return nothing || answers.containsValue(Answer.UNKNOWN) ? reason : Optional.empty();
    }

    EngineChoices engines() {
        if (engines.isEmpty()) {
            engines.add(request.engine(), "there was nothing to decide");
        }
        return engines;
    }

    /** Empty where a reply came, but nothing says by when: a window begins at the first one. */
    Optional<LateEffectWindow> lateEffectWindow() {
        if (history.cuts().stream().anyMatch(PowerCut::readyUnknown)) {
            return Optional.empty();
        }
        boolean durable = keys.answers().getOrDefault(Condition.DURABLE, Answer.VALID) == Answer.VALID;
        return request.windows() && durable ? keys.lateEffectWindow() : Optional.empty();
    }

    /** How much acknowledged work may be missing, under the strongest condition that holds. */
    Optional<LossWindow> lossWindow() {
        if (!request.windows() || history.cuts().isEmpty()) {
            return Optional.empty();
        }
        if (keys.answers().get(Condition.DURABLE) == Answer.VALID) {
            return Optional.of(LossWindow.NONE);
        }
        return List.of(Condition.BUFFERED_PREFIX, Condition.BUFFERED_CUT).stream()
                .filter(condition -> answers.get(condition) == Answer.VALID)
                .findFirst()
                .flatMap(condition -> buffered.map(checks -> checks.lossWindow(condition)));
    }

    /**
     * Present when an answer is INVALID: for the weakest condition without losses that was asked for and is violated, else
     * for the weakest other one.
     */
    Optional<Counterexample> counterexample() {
        if (!answers.containsValue(Answer.INVALID)) {
            return Optional.empty();
        }
        boolean withoutLosses = answers.entrySet().stream()
                .anyMatch(entry -> entry.getKey().local() && entry.getValue() == Answer.INVALID);
        if (withoutLosses) {
            return keys.counterexample(explanation());
        }
        return List.of(Condition.BUFFERED_CUT, Condition.BUFFERED_PREFIX).stream()
                .filter(condition -> answers.get(condition) == Answer.INVALID)
                .findFirst()
                .map(this::lost)
                .or(() -> special);
    }

    /** What nothing that may have survived the cuts explains. */
    private Counterexample lost(Condition condition) {
        HistoryShrinker shrinker = new HistoryShrinker(model, history, condition, explanation());
        List<Operation> small = shrinker.smallest(history.operations());
        Operation last = small.stream()
                .max(Comparator.comparing((Operation operation) -> operation.outcome() == Outcome.OK)
                        .thenComparingInt(Operation::index))
                .orElseThrow();
        String key = last.key();
        String summary = new Explanation(condition, key, history).unexplained(last, small);
        Certificate certificate = new Certificate(
                Certificate.Kind.SURVIVORS,
                "Whatever the cuts left of these " + small.size() + " operations, no order explains them.",
                small,
                List.of());
        return new Counterexample(condition, key, last, List.of(), certificate, Optional.empty(), summary, small);
    }
}
