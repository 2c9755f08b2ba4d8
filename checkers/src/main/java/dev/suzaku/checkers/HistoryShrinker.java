package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.ObjectNames;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Takes away from a history that violates a condition, as long as the rest still violates it. Each step lets the history
 * allow no less than before, so that whoever cannot explain the small one cannot explain the large one either: whole
 * objects, the eras after one that cannot be explained, operations that only observe, and a value together with all that
 * put it in, read it or took it out ({@link ValueGroups}).
 */
public final class HistoryShrinker {
    private final Model model;
    private final Condition condition;
    private final Budget budget;
    private final SubHistory whole;
    private final UnaryOperator<String> objects;

    HistoryShrinker(Model model, History history, Condition condition, Budget budget) {
        this.model = model;
        this.condition = condition;
        this.budget = budget;
        this.whole = new SubHistory(history);
        this.objects = ObjectNames.of(model, history);
    }

    /**
     * A history of few operations that violates the condition, since the given one does; empty when that is not known to
     * violate it.
     *
     * @param budgetMillis time for the check and, once more, for the shrinking
     * @throws CheckException when an operation does not fit the model
     */
    public static Optional<History> smallest(History history, Model model, Condition condition, long budgetMillis) {
        long start = System.nanoTime();
        Optional<History> least = smaller(history, model, condition, budgetMillis);
        Optional<History> next = least;
        while (next.isPresent()) { // of what is left, another violation may be the first, and need less
            least = next;
            long leftMillis = 2 * budgetMillis - (System.nanoTime() - start) / 1_000_000;
            int operations = least.get().operations().size();
            next = leftMillis < 2
                    ? Optional.empty()
                    : smaller(least.get(), model, condition, leftMillis / 2)
                            .filter(found -> found.operations().size() < operations);
        }
        return least;
    }

    private static Optional<History> smaller(History history, Model model, Condition condition, long budgetMillis) {
        CheckRequest request = new CheckRequest(model.name(), List.of(condition), budgetMillis, "auto", false);
        Verdict verdict = new HistoryChecker().check(history, model, request);
        if (verdict.answer(condition) != Answer.INVALID) {
            return Optional.empty();
        }
        Budget budget = new Budget(budgetMillis, System::nanoTime);
        HistoryShrinker shrinker = new HistoryShrinker(model, history, condition, budget);
        List<Operation> start = verdict.counterexample()
                .map(found -> shrinker.whole.withFollowers(found.operations()))
                .filter(shrinker::fails)
                .orElse(history.operations());
        return Optional.of(shrinker.whole.of(shrinker.smallest(start)));
    }

    /** Whether the operations, as a history of their own, violate the condition. */
    boolean fails(Collection<Operation> operations) {
        if (budget.whySpent().isPresent()) {
            return false;
        }
        CheckRequest request = new CheckRequest(model.name(), List.of(condition), 1, "auto", false);
        SpectrumCheck check = new SpectrumCheck(model, whole.of(operations), request, new KeyThreads(1), budget);
        return check.answers().get(condition) == Answer.INVALID;
    }

    /** What is left of operations that fail; all of them are the history's, but some may have lost their answer. */
    List<Operation> smallest(List<Operation> failing) {
        List<Operation> kept = reduce(failing, groups(failing, this::object), this::fails);
        kept = firstEras(kept);
        kept = reduce(kept, observers(kept), this::fails);
        return reduce(kept, values(kept), this::fails);
    }

    /** Removes groups in ever smaller chunks, as long as the rest still fails. */
    private List<Operation> reduce(
            List<Operation> operations, List<List<Operation>> groups, Predicate<List<Operation>> fails) {
        List<Operation> kept = operations;
        List<List<Operation>> left = new ArrayList<>(groups);
        for (int chunk = left.size(); chunk >= 1 && !left.isEmpty(); chunk /= 2) {
            int from = 0;
            while (from < left.size() && budget.whySpent().isEmpty()) {
                List<List<Operation>> candidates = left.subList(from, Math.min(left.size(), from + chunk));
                Set<Operation> removed = new HashSet<>();
                candidates.forEach(removed::addAll);
                List<Operation> rest = kept.stream()
                        .filter(operation -> !removed.contains(operation))
                        .toList();
                if (!rest.isEmpty() && fails.test(rest)) {
                    kept = rest;
                    candidates.clear();
                } else {
                    from += chunk;
                }
            }
        }
        return kept;
    }

    /** The name of the operation's object: all keys are one where an operation is on all of them. */
    private String object(Operation operation) {
        return objects.apply(operation.key());
    }

    private interface Grouping {
        String group(Operation operation);
    }

    private static List<List<Operation>> groups(List<Operation> operations, Grouping grouping) {
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (TargetOperations.onObject(operation)) {
                groups.computeIfAbsent(grouping.group(operation), group -> new ArrayList<>())
                        .add(operation);
            }
        }
        return List.copyOf(groups.values());
    }

    /** Ends with the first era that cannot be explained; what was open at its end was not answered. */
    private List<Operation> firstEras(List<Operation> failing) {
        List<PowerCut> cuts = whole.history().cuts();
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fails(until(cuts.get(middle).crashEarliestNanos(), failing))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == cuts.size() ? failing : until(cuts.get(low).crashEarliestNanos(), failing);
    }

    private static List<Operation> until(long nanos, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.invokeNanos() < nanos)
                .map(operation -> operation.returnNanos() < nanos ? operation : operation.unanswered())
                .toList();
    }

    private List<List<Operation>> observers(List<Operation> operations) {
        List<List<Operation>> observers = new ArrayList<>();
        for (List<Operation> ofOneKey : groups(operations, this::object)) {
            Automaton automaton = model.automaton(
                    ofOneKey.stream()
                            .filter(operation -> operation.outcome() != Outcome.FAIL)
                            .toList(),
                    whole.history().cuts());
            for (Operation operation : ofOneKey) {
                int call = operation.outcome() == Outcome.FAIL ? Automaton.NO_CALL : automaton.call(operation);
                if (call == Automaton.NO_CALL || automaton.observer(call)) {
                    observers.add(List.of(operation));
                }
            }
        }
        return observers;
    }

    private List<List<Operation>> values(List<Operation> operations) {
        List<List<Operation>> groups = new ArrayList<>();
        groups(operations, this::object).forEach(ofOneKey -> groups.addAll(ValueGroups.of(model, ofOneKey)));
        groups.sort(Comparator.comparingInt(group -> group.get(0).index()));
        return groups;
    }
}
