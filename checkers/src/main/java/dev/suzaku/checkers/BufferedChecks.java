package dev.suzaku.checkers;

import dev.suzaku.checkers.KeyAnswers.Violation;
import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.eras.SurvivorFinding;
import dev.suzaku.checkers.eras.SurvivorSearch;
import dev.suzaku.checkers.eras.SurvivorSearch.Survivors;
import dev.suzaku.checkers.eras.UniqueSurvivors;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.RegisterModel;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Checks a history that was cut for the buffered conditions. These are neither laxer nor stricter the earlier a crash is
 * taken to have happened, so an answer is given when it is the same with all crashes at their earliest and at their
 * latest instants, and UNKNOWN else.
 */
final class BufferedChecks {
    private final Model model;
    private final History history;
    private final List<Operation> syncs;
    private final Optional<Violation> suspect;
    private final Budget budget;
    // copied only where they are needed
    private List<Operation> operations = List.of();
    private Optional<String> reason = Optional.empty();
    private Optional<List<KeyHistory>> uniqueValues = Optional.empty();

    /** @param suspect why the history is not durable */
    BufferedChecks(Model model, History history, Optional<Violation> suspect, Budget budget) {
        this.suspect = suspect;
        this.model = model;
        this.history = history;
        this.budget = budget;
        this.syncs = TargetOperations.called(TargetOperations.SYNC, history)
                ? history.operations().stream()
                        .filter(operation -> operation.function().equals(TargetOperations.SYNC))
                        .toList()
                : List.of();
        if (model instanceof RegisterModel && budget.whySpent().isEmpty()) {
            uniqueValues = Optional.of(KeyRows.of(history, model).stream()
                            .map(key -> KeyHistory.of(key.key(), model, history.columns(), key.rows(), history.cuts()))
                            .toList())
                    .filter(UniqueSurvivors::applies);
        }
    }

    private List<Operation> operations() {
        if (operations.isEmpty()) {
            operations = history.operations().stream()
                    .filter(TargetOperations::onObject)
                    .toList();
        }
        return operations;
    }

    static Survivors survivors(Condition condition) {
        return condition == Condition.BUFFERED_PREFIX ? Survivors.PREFIX : Survivors.CUT;
    }

    /** Answers for both buffered conditions. */
    Map<Condition, Answer> check() {
        Map<Condition, Answer> latest = check(crashes(PowerCut::crashLatestNanos));
        long[] earliest = crashes(PowerCut::crashEarliestNanos);
        if (Arrays.equals(earliest, crashes(PowerCut::crashLatestNanos))) {
            return latest;
        }
        Map<Condition, Answer> other = check(earliest);
        Map<Condition, Answer> both = new EnumMap<>(Condition.class);
        latest.forEach((condition, answer) -> {
            boolean same = answer == other.get(condition);
            both.put(condition, same ? answer : Answer.UNKNOWN);
            if (!same && answer != Answer.UNKNOWN && other.get(condition) != Answer.UNKNOWN) {
                reason = Optional.of("whether the history is " + condition.id()
                        + " depends on when exactly, within the known interval, a power cut happened");
            }
        });
        return both;
    }

    private Map<Condition, Answer> check(long[] crashes) {
        reason = budget.whySpent().or(() -> reason);
        if (budget.spent()) {
            return Map.of(Condition.BUFFERED_PREFIX, Answer.UNKNOWN, Condition.BUFFERED_CUT, Answer.UNKNOWN);
        }
        long[] earliest = nothingMust();
        Optional<UniqueSurvivors> unique =
                uniqueValues.map(keys -> new UniqueSurvivors(keys, syncs, crashes, earliest, budget));
        Optional<SurvivorFinding> knownCut = unique.map(UniqueSurvivors::cut)
                .filter(found -> !(found instanceof SurvivorFinding.Undecided))
                .or(() -> refuted(
                        () -> search(Condition.BUFFERED_CUT, crashes, earliest).refute()));
        if (knownCut.isPresent() && knownCut.get() instanceof SurvivorFinding.Unexplained) {
            Answer answer = answer(knownCut.get());
            return Map.of(Condition.BUFFERED_PREFIX, answer, Condition.BUFFERED_CUT, answer);
        }
        Optional<Violation> unexplained = unique.isPresent() ? Optional.empty() : suspect;
        Answer prefix = answer(unique.flatMap(UniqueSurvivors::refutePrefix)
                .or(() -> unexplained.flatMap(found -> refuted(() ->
                        search(Condition.BUFFERED_PREFIX, crashes, earliest).refuteEraOf(found.nanos()))))
                .orElseGet(() -> decide(Condition.BUFFERED_PREFIX, crashes, earliest)));
        Answer cut = prefix == Answer.VALID
                ? prefix
                : answer(knownCut.orElseGet(() -> decide(Condition.BUFFERED_CUT, crashes, earliest)));
        return Map.of(Condition.BUFFERED_PREFIX, cut == Answer.INVALID ? cut : prefix, Condition.BUFFERED_CUT, cut);
    }

    /** What a search for a contradiction finds, while there is time: it copies the whole history first. */
    private Optional<SurvivorFinding> refuted(Supplier<Optional<SurvivorFinding>> search) {
        return budget.whySpent().isPresent() ? Optional.empty() : search.get();
    }

    private Answer answer(SurvivorFinding finding) {
        if (finding instanceof SurvivorFinding.Undecided undecided) {
            reason = Optional.of(undecided.reason());
            return Answer.UNKNOWN;
        }
        return finding instanceof SurvivorFinding.Explained ? Answer.VALID : Answer.INVALID;
    }

    /** Why an answer was UNKNOWN. */
    Optional<String> reason() {
        return reason;
    }

    /** The least window under a condition that holds, by bisection: a longer window allows no less. */
    LossWindow lossWindow(Condition condition) {
        long[] crashes = crashes(PowerCut::crashLatestNanos);
        long low = 0;
        long high = 1;
        for (int cut = 0; cut < crashes.length; cut++) {
            long begin = cut == 0
                    ? (operations().isEmpty() ? crashes[0] : operations().get(0).invokeNanos())
                    : crashes[cut - 1];
            high = Math.max(high, crashes[cut] - begin + 1);
        }
        if (explains(condition, crashes, 0) instanceof SurvivorFinding.Explained) {
            return LossWindow.NONE;
        }
        long failed = 0;
        boolean undecided = false;
        long precisionNanos = Deadlines.of(history).precisionNanos();
        while (high - low > precisionNanos) {
            long middle = low + (high - low) / 2;
            SurvivorFinding finding = explains(condition, crashes, middle);
            if (finding instanceof SurvivorFinding.Explained) {
                high = middle;
            } else {
                low = middle;
                undecided |= finding instanceof SurvivorFinding.Undecided;
                failed = finding instanceof SurvivorFinding.Unexplained ? middle : failed;
            }
        }
        return new LossWindow(undecided ? failed : high, high);
    }

    private SurvivorFinding explains(Condition condition, long[] crashes, long windowNanos) {
        return decide(
                condition,
                crashes,
                Arrays.stream(crashes).map(crash -> crash - windowNanos).toArray());
    }

    private SurvivorFinding decide(Condition condition, long[] crashes, long[] earliest) {
        Optional<String> spent = budget.whySpent();
        if (spent.isPresent()) {
            return new SurvivorFinding.Undecided(spent.get());
        }
        if (condition == Condition.BUFFERED_CUT && uniqueValues.isPresent()) {
            SurvivorFinding found = new UniqueSurvivors(uniqueValues.get(), syncs, crashes, earliest, budget).cut();
            if (!(found instanceof SurvivorFinding.Undecided)) {
                return found;
            }
        }
        return search(condition, crashes, earliest).decide();
    }

    private SurvivorSearch search(Condition condition, long[] crashes, long[] earliest) {
        return new SurvivorSearch(
                survivors(condition),
                model,
                history,
                operations(),
                syncs,
                suspect.map(found -> found.key().key()),
                crashes,
                earliest,
                budget);
    }

    private long[] nothingMust() {
        long[] earliest = new long[history.cuts().size()];
        Arrays.fill(earliest, Long.MIN_VALUE);
        return earliest;
    }

    private long[] crashes(ToLongFunction<PowerCut> instant) {
        return history.cuts().stream().mapToLong(instant).toArray();
    }
}
