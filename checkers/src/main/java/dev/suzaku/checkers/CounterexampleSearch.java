package dev.suzaku.checkers;

import dev.suzaku.checkers.Certificate.LastConfiguration;
import dev.suzaku.checkers.Counterexample.Explained;
import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.DeadEnd;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.FrontierEngine;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
 *   <li>a value goes with all that put it in, read it or took it out, see {@link ValueGroups}.
 * </ol>
 */
final class CounterexampleSearch {
    private static final int LAST_MAX = 8;

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
        Optional<Failure> first = failure(key.key(), key.operations());
        Optional<Explained> explained = first.map(failure -> explained(key, failure));
        List<Operation> certified = certified(key, found);
        if (!certified.isEmpty()) {
            return counterexample(key, certified, explained);
        }
        if (first.isEmpty()) {
            return counterexample(key, key.operations(), explained); // there was no time to shrink it
        }
        Failure whole = first.get();
        List<Operation> prefix = before(key, whole.finding());
        List<Operation> small = withoutObservers(key.key(), prefix, whole.operation());
        Cut cut = fromBlindWrite(key.key(), small, whole.operation());
        small = shrinkGroups(key.key(), cut, whole.operation());
        return counterexample(key, withSource(key, small, whole.operation()), explained);
    }

    /**
     * Adds what put the value in that the operation answered, which may have been overwritten. That may have needed
     * something that is gone, as a replace needs a key that is there: then the last blind write before it comes too, or
     * else neither, as the rest would blame an operation that the whole explains.
     */
    private List<Operation> withSource(KeyHistory key, List<Operation> small, Operation failing) {
        Optional<Operation> source = source(failing, key.operations());
        if (source.isEmpty() || small.contains(source.get())) {
            return small;
        }
        List<Operation> alone = with(small, source.get());
        if (failsAt(failing, key.key(), alone)) {
            return alone;
        }
        return blindBefore(source.get(), key)
                .filter(write -> !small.contains(write))
                .map(write -> with(alone, write))
                .filter(both -> failsAt(failing, key.key(), both))
                .orElse(small);
    }

    private static List<Operation> with(List<Operation> operations, Operation another) {
        List<Operation> more = new ArrayList<>(operations);
        more.add(another);
        more.sort(Comparator.comparingInt(Operation::index));
        return more;
    }

    /** The last blind write that was answered before the operation was invoked. */
    private static Optional<Operation> blindBefore(Operation operation, KeyHistory key) {
        Optional<Operation> last = Optional.empty();
        for (int position = 0; position < key.size(); position++) {
            Operation each = key.operations().get(position);
            if (each.returnNanos() < operation.invokeNanos()
                    && key.mandatory(position)
                    && key.automaton().blind(key.calls()[position])) {
                last = Optional.of(each);
            }
        }
        return last;
    }

    /** The last operation before its answer that put the value in that the operation read. */
    private Optional<Operation> source(Operation failing, List<Operation> operations) {
        Optional<String> read =
                WrittenValues.of(model, failing).isPresent() ? Optional.empty() : OverwrittenValue.of(failing);
        return operations.stream()
                .filter(operation -> operation.invokeNanos() <= failing.returnNanos())
                .filter(operation -> read.isPresent()
                        && WrittenValues.of(model, operation)
                                .map(Value::toString)
                                .equals(read))
                .reduce((before, after) -> after);
    }

    /** The operations that the engine's certificate names, if it has one and they fail by themselves. */
    private List<Operation> certified(KeyHistory key, Finding.Violated found) {
        List<Operation> operations = found.certificate().stream()
                .sorted()
                .map(position -> key.operations().get(position))
                .toList();
        return operations.isEmpty() || failure(key.key(), operations).isEmpty() ? List.of() : operations;
    }

    private Explained explained(KeyHistory key, Failure failure) {
        Timeline timeline = timeline(key);
        int answered = 0;
        int ofAnswered = 0;
        for (int position = 0; position < key.size(); position++) {
            if (key.mandatory(position)) {
                ofAnswered++;
                answered += timeline.endRank(position) < failure.finding().rank() ? 1 : 0;
            }
        }
        return new Explained(answered, ofAnswered, failure.operation().returnNanos());
    }

    private Counterexample counterexample(KeyHistory key, List<Operation> small, Optional<Explained> explained) {
        KeyHistory history = KeyHistory.of(key.key(), model, small, cuts, WrittenValues.asking(model, small));
        Timeline timeline = timeline(history);
        Optional<DeadEnd> deadEnd = DeadEnd.of(history, timeline, budget);
        Operation unexplained = deadEnd.map(end -> history.operations().get(end.position()))
                .or(() -> failure(key.key(), small).map(Failure::operation))
                .orElseGet(() -> lastAnswered(history));
        Certificate certificate = ZonePair.of(history, timeline)
                .or(() -> QueueCycle.of(history, timeline))
                .orElseGet(() -> exhausted(unexplained, small))
                .with(deadEnd.map(end -> lastConfigurations(end, history)).orElse(List.of()));
        List<String> expected = deadEnd.map(DeadEnd::possible).orElse(List.of());
        String summary = new Explanation(condition, key.key(), this.history)
                        .text(
                                unexplained,
                                expected,
                                certificate,
                                explained,
                                source(unexplained, key.operations()),
                                small)
                + SetDifference.of(model, unexplained, key.operations());
        return new Counterexample(
                condition, key.key(), unexplained, expected, certificate, explained, summary, history.operations());
    }

    private static Operation lastAnswered(KeyHistory history) {
        return history.operations().stream()
                .filter(operation -> operation.outcome() == Outcome.OK)
                .max(Comparator.comparingLong(Operation::returnNanos))
                .orElseThrow();
    }

    private static Certificate exhausted(Operation unexplained, List<Operation> small) {
        String claim = "All orders of these " + small.size() + " operations were tried, and none gets past #"
                + unexplained.index() + ".";
        return new Certificate(Certificate.Kind.DEAD_END, claim, small, List.of());
    }

    private static List<LastConfiguration> lastConfigurations(DeadEnd end, KeyHistory history) {
        return end.last().stream()
                .limit(LAST_MAX)
                .map(each -> new LastConfiguration(
                        each.order().stream().map(history.operations()::get).toList(), each.state()))
                .toList();
    }

    private record Failure(Finding.Violated finding, Operation operation) {}

    private Optional<Failure> failure(String key, List<Operation> operations) {
        KeyHistory keyHistory = KeyHistory.of(key, model, operations, cuts);
        Timeline timeline = timeline(keyHistory);
        return new FrontierEngine().decide(keyHistory, timeline, budget) instanceof Finding.Violated violated
                ? Optional.of(new Failure(violated, keyHistory.operations().get(violated.position())))
                : Optional.empty();
    }

    /** Whether that operation is the first that the operations by themselves cannot explain. */
    private boolean failsAt(Operation failing, String key, List<Operation> operations) {
        return failure(key, operations)
                .filter(failure -> failure.operation().equals(failing))
                .isPresent();
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
                if (failsAt(failing, key, rest.get())) {
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

    /** Removes whole values, except for the one that everything begins with. */
    private List<Operation> shrinkGroups(String key, Cut cut, Operation failing) {
        List<List<Operation>> groups = new ArrayList<>(ValueGroups.of(model, cut.operations()));
        groups.removeIf(group ->
                group.contains(failing) || cut.start().filter(group::contains).isPresent());
        return shrink(key, cut.operations(), groups, failing);
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
                if (failsAt(failing, key, rest)) {
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
