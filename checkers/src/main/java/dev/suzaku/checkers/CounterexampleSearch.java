package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.FrontierEngine;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shrinks a violation to few operations that still fail together. Every step keeps the proof sound, so that whoever
 * cannot explain the small history cannot explain the large one either:
 *
 * <ol>
 *   <li>what was invoked after the first end that cannot be explained goes;
 *   <li>operations that only observe go, as many as possible;
 *   <li>what ended before some blind write goes, where everything that overlaps that write is a blind write too;
 *   <li>where the key was only ever overwritten and read, a write goes together with all that observed its value.
 * </ol>
 */
final class CounterexampleSearch {
    private final Model model;
    private final History history;
    private final List<PowerCut> cuts;
    private final Deadlines deadlines;
    private final Condition condition;
    private final Budget budget;

    CounterexampleSearch(Model model, History history, Deadlines deadlines, Condition condition, Budget budget) {
        this.model = model;
        this.history = history;
        this.cuts = history.cuts();
        this.deadlines = deadlines;
        this.condition = condition;
        this.budget = budget;
    }

    Counterexample explain(KeyHistory key, Finding.Violated found) {
        Optional<Counterexample> certified = certified(key, found);
        if (certified.isPresent()) {
            return certified.get();
        }
        Optional<Failure> first = failure(key.key(), key.operations());
        if (first.isEmpty()) {
            Operation operation = key.operations().get(found.position());
            String summary = new Explanation(condition, key.key(), history)
                    .text(operation, found.possible(), key.operations(), List.of());
            return new Counterexample(condition, key.key(), operation, summary, key.operations());
        }
        Failure whole = first.get();
        List<Operation> prefix = before(key, whole.finding());
        List<Operation> small = withoutObservers(key.key(), prefix, whole.operation());
        Cut cut = fromBlindWrite(key.key(), small, whole.operation());
        small = shrinkGroups(key.key(), cut, whole.operation());
        Failure last = failure(key.key(), small).orElse(whole);
        String summary = new Explanation(condition, key.key(), history)
                .text(
                        last.operation(),
                        whole.operation().equals(last.operation())
                                ? whole.finding().possible()
                                : last.finding().possible(),
                        prefix,
                        small);
        return new Counterexample(condition, key.key(), last.operation(), summary, small);
    }

    /** The counterexample that the engine's certificate is, if it has one. */
    private Optional<Counterexample> certified(KeyHistory key, Finding.Violated found) {
        List<Operation> operations = found.certificate().stream()
                .sorted()
                .map(position -> key.operations().get(position))
                .toList();
        if (operations.isEmpty()) {
            return Optional.empty();
        }
        return failure(key.key(), operations).map(failure -> {
            String summary = new Explanation(condition, key.key(), history)
                    .text(failure.operation(), failure.finding().possible(), operations, operations);
            return new Counterexample(condition, key.key(), failure.operation(), summary, operations);
        });
    }

    private record Failure(Finding.Violated finding, Operation operation) {}

    private Optional<Failure> failure(String key, List<Operation> operations) {
        KeyHistory keyHistory = KeyHistory.of(key, model, operations, cuts);
        Timeline timeline = timeline(keyHistory);
        return new FrontierEngine().decide(keyHistory, timeline, budget) instanceof Finding.Violated violated
                ? Optional.of(new Failure(violated, keyHistory.operations().get(violated.position())))
                : Optional.empty();
    }

    private Timeline timeline(KeyHistory history) {
        return KeyCheck.timeline(history, cuts, deadlines, condition, End.LENIENT);
    }

    private List<Operation> before(KeyHistory key, Finding.Violated violated) {
        Timeline timeline = timeline(key);
        List<Operation> kept = new ArrayList<>();
        for (int position = 0; position < key.operations().size(); position++) {
            if (timeline.invokeRank(position) < violated.rank()) {
                kept.add(key.operations().get(position));
            }
        }
        // a later answer may be what tells whose token an earlier one was: then the whole is needed
        return failure(key.key(), kept).isPresent() ? kept : key.operations();
    }

    private List<Operation> withoutObservers(String key, List<Operation> prefix, Operation failing) {
        List<List<Operation>> groups = new ArrayList<>();
        KeyHistory keyHistory = KeyHistory.of(key, model, prefix, cuts);
        for (int position = 0; position < keyHistory.operations().size(); position++) {
            Operation operation = keyHistory.operations().get(position);
            if (keyHistory.automaton().observer(keyHistory.calls()[position]) && !operation.equals(failing)) {
                groups.add(List.of(operation));
            }
        }
        return shrink(key, prefix, groups, failing);
    }

    /** The write that stands for everything before it, if something was cut off, and what is left. */
    private record Cut(Optional<Operation> start, List<Operation> operations) {}

    /** Begins at the latest blind write from which on everything still fails. */
    private Cut fromBlindWrite(String key, List<Operation> operations, Operation failing) {
        KeyHistory keyHistory = KeyHistory.of(key, model, operations, cuts);
        Timeline timeline = timeline(keyHistory);
        for (int start = keyHistory.operations().size() - 1; start >= 0; start--) {
            if (budget.whySpent().isPresent()) {
                break;
            }
            Optional<List<Operation>> rest = keyHistory.mandatory(start)
                            && keyHistory.automaton().blind(keyHistory.calls()[start])
                    ? from(start, keyHistory, timeline)
                    : Optional.empty();
            if (rest.isPresent() && rest.get().size() < operations.size()) {
                Optional<Failure> failure = failure(key, rest.get());
                if (failure.isPresent() && failure.get().operation().equals(failing)) {
                    return new Cut(Optional.of(keyHistory.operations().get(start)), rest.get());
                }
            }
        }
        return new Cut(Optional.empty(), operations);
    }

    private static Optional<List<Operation>> from(int start, KeyHistory history, Timeline timeline) {
        List<Operation> rest = new ArrayList<>();
        for (int position = 0; position < history.operations().size(); position++) {
            if (timeline.endRank(position) < timeline.invokeRank(start)) {
                continue;
            }
            boolean after = timeline.invokeRank(position) > timeline.endRank(start);
            if (!after && history.mandatory(position)) {
                if (history.automaton().observer(history.calls()[position])) {
                    continue;
                }
                if (!history.automaton().blind(history.calls()[position])) {
                    return Optional.empty();
                }
            }
            rest.add(history.operations().get(position));
        }
        return Optional.of(rest);
    }

    /** Removes whole values where only overwriting and reading of present values occurs, as in a plain register. */
    private List<Operation> shrinkGroups(String key, Cut cut, Operation failing) {
        Map<String, List<Operation>> byValue = new LinkedHashMap<>();
        for (Operation operation : cut.operations()) {
            Optional<String> value = OverwrittenValue.of(operation);
            if (value.isEmpty()) {
                return cut.operations();
            }
            byValue.computeIfAbsent(value.get(), v -> new ArrayList<>()).add(operation);
        }
        OverwrittenValue.of(failing).ifPresent(byValue::remove);
        cut.start().flatMap(OverwrittenValue::of).ifPresent(byValue::remove);
        return shrink(key, cut.operations(), new ArrayList<>(byValue.values()), failing);
    }

    /** Removes groups in ever smaller chunks, as long as the rest still fails at the same operation. */
    private List<Operation> shrink(
            String key, List<Operation> operations, List<List<Operation>> groups, Operation failing) {
        List<Operation> kept = operations;
        List<List<Operation>> left = new ArrayList<>(groups);
        for (int chunk = Math.max(1, left.size()); chunk >= 1 && !left.isEmpty(); chunk /= 2) {
            int from = 0;
            while (from < left.size()) {
                if (budget.whySpent().isPresent()) {
                    return kept;
                }
                List<List<Operation>> candidates = left.subList(from, Math.min(left.size(), from + chunk));
                Set<Integer> indices = new HashSet<>();
                candidates.forEach(group -> group.forEach(operation -> indices.add(operation.index())));
                List<Operation> rest = kept.stream()
                        .filter(operation -> !indices.contains(operation.index()))
                        .toList();
                Optional<Failure> failure = failure(key, rest);
                if (failure.isPresent() && failure.get().operation().equals(failing)) {
                    kept = rest;
                    candidates.clear();
                } else {
                    from += chunk;
                }
            }
        }
        return kept;
    }
}
