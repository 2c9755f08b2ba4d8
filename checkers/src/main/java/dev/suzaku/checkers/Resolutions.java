package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code resolve} answered about operations that were pending at a cut. An answered operation becomes one that
 * returned when the answer came; one that was not applied becomes one that failed.
 *
 * @param history the same operations on objects, with what is known of them now
 * @param answers the answer about each pending operation that was answered about, by the index of the operation
 * @param unfinished an operation that recovery said was not applied, and the answer; nesting-safe recovery would have
 *     completed it
 */
record Resolutions(History history, Map<Integer, Operation> answers, Optional<Unfinished> unfinished) {
    private static final Value NOT_APPLIED = Value.of("not-applied");
    private static final Value APPLIED = Value.of("applied");

    /** An operation that recovery left undone. */
    record Unfinished(Operation operation, Operation answer) {}

    /** @throws CheckException when an answer has another shape */
    static Resolutions of(History history) {
        List<Operation> known = new ArrayList<>(history.operations());
        Map<Integer, Operation> last = new HashMap<>();
        Map<Integer, Operation> answers = new TreeMap<>();
        Optional<Unfinished> unfinished = Optional.empty();
        for (Operation operation : history.operations()) {
            if (!operation.function().equals(TargetOperations.RESOLVE)) {
                if (operation.outcome() != Outcome.FAIL && TargetOperations.onObject(operation)) {
                    last.put(operation.session(), operation);
                }
                continue;
            }
            Operation open = last.get(operation.session());
            if (operation.outcome() != Outcome.OK || open == null || !pending(open, operation, history.cuts())) {
                continue;
            }
            last.remove(operation.session());
            answers.put(open.index(), operation);
            boolean applied = applied(operation);
            if (!applied && unfinished.isEmpty()) {
                unfinished = Optional.of(new Unfinished(open, operation));
            }
            known.set(open.index(), resolved(open, operation, applied));
        }
        return new Resolutions(
                new History(history.header(), known, history.cuts(), history.complete()), answers, unfinished);
    }

    /** A counterexample of what is known now, as one of what the history says. */
    Counterexample original(Counterexample found, Condition condition, History before) {
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : found.operations()) {
            operations.add(before.operations().get(operation.index()));
            Optional.ofNullable(answers.get(operation.index())).ifPresent(operations::add);
        }
        operations.sort(Comparator.comparingInt(Operation::index));
        Operation unexplained = before.operations().get(found.unexplained().index());
        return new Counterexample(
                condition,
                found.key(),
                unexplained,
                found.expected(),
                found.certificate(),
                found.explained(),
                found.summary(),
                operations);
    }

    private static boolean pending(Operation operation, Operation resolve, List<PowerCut> cuts) {
        return operation.outcome() == Outcome.INFO
                && cuts.stream()
                        .anyMatch(cut -> cut.crashEarliestNanos() > operation.invokeNanos()
                                && cut.crashLatestNanos() <= resolve.invokeNanos());
    }

    private static boolean applied(Operation resolve) {
        if (resolve.result().equals(NOT_APPLIED)) {
            return false;
        }
        if (resolve.result() instanceof Value.Sequence sequence
                && sequence.items().size() == 2
                && sequence.items().get(0).equals(APPLIED)) {
            return true;
        }
        throw new CheckException("operation " + resolve.index()
                + ": resolve must answer not-applied or [applied RESULT], not " + resolve.result());
    }

    private static Operation resolved(Operation open, Operation resolve, boolean applied) {
        Value result = applied ? ((Value.Sequence) resolve.result()).items().get(1) : Value.NOTHING;
        return new Operation(
                open.index(),
                open.session(),
                open.epoch(),
                open.function(),
                open.key(),
                open.argument(),
                result,
                applied ? Outcome.OK : Outcome.FAIL,
                open.invokeNanos(),
                resolve.returnNanos());
    }
}
