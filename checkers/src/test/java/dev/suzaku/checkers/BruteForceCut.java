package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries every consistent cut of the events of every era, as {@code docs/conditions.md} defines buffered-cut. Used once.
 */
final class BruteForceCut {
    private final History history;
    private final String model;
    private final long window;
    private final List<Operation> operations;

    /** How much of an operation a cut contains. */
    private enum Part {
        NOTHING,
        INVOCATION,
        ALL
    }

    BruteForceCut(History history, String model) {
        this(history, model, Operation.NEVER);
    }

    /** @param window what returned earlier than that before the crash of its era survives */
    BruteForceCut(History history, String model, long window) {
        this.window = window;
        this.history = history;
        this.model = model;
        this.operations = history.operations().stream()
                .filter(each ->
                        each.outcome() != Outcome.FAIL && !each.function().equals("resolve"))
                .toList();
    }

    boolean explains() {
        return eras(0, new HashMap<>());
    }

    /** Whether the eras from this one on can be explained, given what survived of those before. */
    private boolean eras(int era, Map<Operation, Part> survived) {
        if (!linearizable(era, survived)) {
            return false;
        }
        return era == history.cuts().size() || cuts(era, 0, survived);
    }

    /** Tries each part of each operation that returns in the era, from the given one on. */
    private boolean cuts(int era, int from, Map<Operation, Part> chosen) {
        for (int i = from; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (!returnsIn(operation, era)) {
                continue;
            }
            boolean synced = operation.function().equals("sync") && !crossesCut(operation);
            for (Part part : Part.values()) {
                boolean optional = crossesCut(operation) && part == Part.NOTHING;
                boolean kept = era < history.cuts().size() && operation.returnNanos() < crash(era) - window;
                if (optional || (synced || kept) && part != Part.ALL) {
                    continue; // what was open at a cut before is there already
                }
                Map<Operation, Part> more = new HashMap<>(chosen);
                more.put(operation, part);
                if (cuts(era, i + 1, more)) {
                    return true;
                }
            }
            return false;
        }
        return closed(era, chosen) && eras(era + 1, chosen);
    }

    private boolean closed(int era, Map<Operation, Part> chosen) {
        for (Operation earlier : operations) {
            for (Operation later : operations) {
                if (returnsIn(earlier, era)
                        && chosen.get(earlier) != Part.ALL
                        && era(later.invokeNanos()) == era
                        && chosen.getOrDefault(later, Part.NOTHING) != Part.NOTHING
                        && earlier.returnNanos() < later.invokeNanos()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the survivors of the eras before and the whole of this one have a linearization. */
    private boolean linearizable(int era, Map<Operation, Part> survived) {
        BruteForceOrders search = new BruteForceOrders(model);
        for (Operation operation : operations) {
            if (operation.function().equals("sync") || era(operation.invokeNanos()) > era) {
                continue;
            }
            int returned = era(operation.returnNanos());
            boolean all = returned == era || returned < era && survived.get(operation) == Part.ALL;
            boolean pending = returned > era || returned < era && survived.get(operation) == Part.INVOCATION;
            if (all && operation.outcome() == Outcome.OK) {
                search.add(operation, true, Operation.NEVER);
            } else if (pending || operation.outcome() == Outcome.INFO) {
                // one that was open at a cut has the answer that it got later, wherever it happens
                Operation happening = crossesCut(operation) ? operation : operation.unanswered();
                search.add(happening, false, Operation.NEVER);
            }
        }
        for (int i = 0; i < era; i++) {
            search.addCrash(history.cuts().get(i).crashLatestNanos());
        }
        return search.explains();
    }

    private long crash(int era) {
        return era == history.cuts().size()
                ? Operation.NEVER
                : history.cuts().get(era).crashLatestNanos();
    }

    private int era(long nanos) {
        int era = 0;
        while (era < history.cuts().size() && crash(era) <= nanos) {
            era++;
        }
        return era;
    }

    private boolean returnsIn(Operation operation, int era) {
        return operation.outcome() == Outcome.OK && era(operation.returnNanos()) == era;
    }

    private boolean crossesCut(Operation operation) {
        return era(operation.invokeNanos()) < era(operation.returnNanos());
    }
}
