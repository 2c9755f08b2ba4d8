package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries every linearization of every era and every prefix of it that may survive, as {@code docs/conditions.md} defines
 * buffered-prefix. Used once.
 */
final class BruteForcePrefix {
    private final History history;
    private final String model;
    private final long window;
    private final List<Operation> operations;

    BruteForcePrefix(History history, String model) {
        this(history, model, Operation.NEVER);
    }

    /** @param window what returned earlier than that before the crash of its era survives */
    BruteForcePrefix(History history, String model, long window) {
        this.window = window;
        this.history = history;
        this.model = model;
        this.operations = history.operations().stream()
                .filter(each ->
                        each.outcome() != Outcome.FAIL && !each.function().equals("resolve"))
                .toList();
    }

    /** What is known when an era begins, and what has happened in it so far. */
    private record Progress(
            int era,
            Map<String, SequentialObject> objects,
            Set<Operation> gone,
            Set<Operation> placed,
            Map<String, SequentialObject> saved,
            boolean marked) {}

    boolean explains() {
        return search(new Progress(0, new HashMap<>(), Set.of(), Set.of(), Map.of(), false));
    }

    private boolean search(Progress now) {
        boolean last = now.era() == history.cuts().size();
        boolean complete = operations.stream()
                .allMatch(each -> !duty(each, now) || now.placed().contains(each));
        if (complete && last) {
            return true;
        }
        if (complete && now.marked()) {
            Map<String, SequentialObject> objects = BruteForceOrders.copy(now.saved());
            BruteForceOrders.happens(null, objects, model);
            Set<Operation> gone = new HashSet<>(now.gone());
            gone.addAll(now.placed());
            if (search(new Progress(now.era() + 1, objects, gone, Set.of(), Map.of(), false))) {
                return true;
            }
        }
        boolean mayMark = !last
                && !now.marked()
                && operations.stream()
                        .allMatch(
                                each -> !mustSurvive(each, now) || now.placed().contains(each));
        if (mayMark && search(new Progress(now.era(), now.objects(), now.gone(), now.placed(), now.objects(), true))) {
            return true;
        }
        for (Operation operation : operations) {
            if (mayBeNext(operation, now)) {
                Map<String, SequentialObject> objects = BruteForceOrders.copy(now.objects());
                if (operation.function().equals("sync") || BruteForceOrders.happens(operation, objects, model)) {
                    Set<Operation> placed = new HashSet<>(now.placed());
                    placed.add(operation);
                    if (search(new Progress(now.era(), objects, now.gone(), placed, now.saved(), now.marked()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private long crash(int era) {
        return era == history.cuts().size()
                ? Operation.NEVER
                : history.cuts().get(era).crashLatestNanos();
    }

    /** The era in which an instant lies. */
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

    /** Whether the era's linearization must contain it. */
    private boolean duty(Operation operation, Progress now) {
        return returnsIn(operation, now.era()) && !now.gone().contains(operation) && !ignored(operation);
    }

    /** A sync that was open at a cut says nothing. */
    private boolean ignored(Operation operation) {
        return operation.function().equals("sync") && (operation.outcome() != Outcome.OK || crossesCut(operation));
    }

    private boolean mustSurvive(Operation operation, Progress now) {
        return sync(operation, now.era())
                || duty(operation, now) && operation.returnNanos() < crash(now.era()) - window;
    }

    private boolean sync(Operation operation, int era) {
        return operation.function().equals("sync") && !ignored(operation) && returnsIn(operation, era);
    }

    private boolean mayBeNext(Operation candidate, Progress now) {
        int begun = era(candidate.invokeNanos());
        if (begun > now.era()
                || begun < now.era() && !crossesCut(candidate)
                || now.gone().contains(candidate)
                || now.placed().contains(candidate)
                || ignored(candidate)) {
            return false;
        }
        // one that will be answered in a later era must not be lost
        if (now.marked()
                && now.era() < history.cuts().size()
                && candidate.outcome() == Outcome.OK
                && era(candidate.returnNanos()) > now.era()) {
            return false;
        }
        for (Operation other : operations) {
            if (!now.placed().contains(other) && duty(other, now) && precedes(other, candidate)) {
                return false;
            }
            if (now.placed().contains(other) && precedes(candidate, other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean precedes(Operation first, Operation second) {
        return first.outcome() == Outcome.OK && first.returnNanos() < second.invokeNanos();
    }
}
