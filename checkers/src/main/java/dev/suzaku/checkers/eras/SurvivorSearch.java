package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.ObjectNames;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Looks for what may have survived each crash, under the buffered conditions. Under both, what survives of an era over all
 * objects is given by a threshold: what returned before it survives, what was invoked after it does not, and the rest may.
 * (Let the threshold be the latest invocation of what survives.) Given the thresholds the objects are independent. So each
 * object is looked at alone first, and then the eras are walked through depth first, latest thresholds first, with what
 * each object may be as the state of the walk. Exact within its budget. Used once, by one thread.
 */
public final class SurvivorSearch {
    /** How the survivors of an era are given. */
    public enum Survivors {
        /** A prefix of one linearization of the era. */
        PREFIX,
        /** A consistent cut over the era's events; each era is linearized separately. */
        CUT
    }

    private static final long REFUTE_COST_MAX = 10_000;

    private final Survivors survivors;
    private final Model model;
    private final List<PowerCut> cuts;
    private final Eras eras;
    private final Map<String, List<Operation>> byKey = new LinkedHashMap<>();
    private final long[][] candidates;
    private final long[] least;
    private final List<EraObject> objects = new ArrayList<>();
    private final Budget budget;
    private final List<EraStates> interned = new ArrayList<>();
    private final Map<List<List<Integer>>, Integer> numbers = new HashMap<>();
    private final Map<Step, Integer> steps = new HashMap<>();
    private final Map<Step, Boolean> possible = new HashMap<>();
    private final Set<List<Integer>> failed = new HashSet<>();
    private int deepest = -1;

    /** One object through one era. */
    private record Step(int object, int states, int era, long thresholdClass) {}

    /**
     * @param operations those on objects
     * @param syncs those that make durable what happened before
     * @param suspect an object that is looked at first
     * @param crashes the instants at which the cuts are taken to have happened
     * @param earliest for each cut, an instant such that what returned before it must have survived
     */
    public SurvivorSearch(
            Survivors survivors,
            Model model,
            History history,
            List<Operation> operations,
            List<Operation> syncs,
            Optional<String> suspect,
            long[] crashes,
            long[] earliest,
            Budget budget) {
        this.survivors = survivors;
        this.model = model;
        this.cuts = history.cuts();
        this.eras = new Eras(crashes.clone());
        this.budget = budget;
        suspect.ifPresent(key -> byKey.put(key, new ArrayList<>()));
        List<TreeSet<Long>> invocations = new ArrayList<>();
        for (int era = 0; era < eras.last(); era++) {
            invocations.add(new TreeSet<>());
        }
        UnaryOperator<String> objects = ObjectNames.of(model, history);
        for (Operation operation : operations) {
            byKey.computeIfAbsent(objects.apply(operation.key()), key -> new ArrayList<>())
                    .add(operation);
            int era = eras.invokedIn(operation);
            if (operation.outcome() != Outcome.FAIL && era < eras.last()) {
                invocations.get(era).add(operation.invokeNanos());
            }
        }
        least = eras.least(syncs, earliest);
        candidates = candidates(invocations);
    }

    private long[][] candidates(List<TreeSet<Long>> invocations) {
        long[][] all = new long[eras.last()][];
        for (int era = 0; era < all.length; era++) {
            TreeSet<Long> possible = new TreeSet<>(invocations.get(era).tailSet(least[era]));
            possible.add(least[era]);
            all[era] =
                    possible.descendingSet().stream().mapToLong(Long::longValue).toArray();
        }
        return all;
    }

    /** Decides, or gives up with a reason. */
    public SurvivorFinding decide() {
        int[] start = new int[byKey.size()];
        try {
            for (Map.Entry<String, List<Operation>> entry : byKey.entrySet()) {
                EraObject object = new EraObject(entry.getKey(), model, entry.getValue(), cuts, eras);
                int number = objects.size();
                objects.add(object);
                start[number] = number(initial(object));
                deepest = 0;
                if (!possible(number, start[number], 0)) {
                    return new SurvivorFinding.Unexplained(deepest, Optional.of(entry.getKey()));
                }
            }
            long[] thresholds = new long[eras.last()];
            deepest = 0;
            return search(0, start, thresholds)
                    ? new SurvivorFinding.Explained(thresholds)
                    : new SurvivorFinding.Unexplained(deepest, Optional.empty());
        } catch (EraSweep.Exhausted e) {
            return new SurvivorFinding.Undecided(e.getMessage());
        }
    }

    /**
     * Looks for an object that nothing explains even if each era may choose other thresholds for those before it, and what
     * may happen may do so as often as is wanted. That takes no search. Empty where there is none.
     */
    public Optional<SurvivorFinding> refute() {
        for (Map.Entry<String, List<Operation>> entry : byKey.entrySet()) {
            EraObject object = new EraObject(entry.getKey(), model, entry.getValue(), cuts, eras);
            try {
                if (!perhaps(object)) {
                    return Optional.of(new SurvivorFinding.Unexplained(deepest, Optional.of(entry.getKey())));
                }
            } catch (EraSweep.Exhausted e) {
                if (budget.whySpent().isPresent()) {
                    return Optional.of(new SurvivorFinding.Undecided(e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the suspect, in the era of the instant, violates buffered-prefix whatever survived. Empty where it is not
     * known to.
     */
    public Optional<SurvivorFinding> refuteEraOf(long nanos) {
        int era = eras.of(nanos);
        String key = byKey.keySet().iterator().next();
        EraObject object = new EraObject(key, model, byKey.get(key), cuts, eras);
        try {
            return EraAlone.unexplained(object, era, budget)
                    ? Optional.of(new SurvivorFinding.Unexplained(era, Optional.of(key)))
                    : Optional.empty();
        } catch (EraSweep.Exhausted e) {
            return Optional.empty();
        }
    }

    private boolean perhaps(EraObject object) {
        EraStates all = initial(object);
        for (int era = 0; era < eras.last(); era++) {
            deepest = era;
            if (!new EraSweep(object, era, false, true, all, budget).linearizable()) {
                return false;
            }
            boolean lastNext = era + 1 == eras.last();
            long[] thresholds = thresholds(object, era);
            if ((long) thresholds.length * object.events(era).size() > REFUTE_COST_MAX) {
                return true; // searching costs less
            }
            List<EraStates> possible = new ArrayList<>();
            for (long threshold : thresholds) {
                EraSweep sweep = new EraSweep(object, era, false, true, all, budget);
                EraStates next = survivors == Survivors.PREFIX ? sweep.prefix(threshold) : sweep.cut(threshold);
                if (new EraSweep(object, era + 1, lastNext, true, next, budget).linearizable()) {
                    possible.add(next);
                }
            }
            deepest = era + 1;
            if (possible.isEmpty()) {
                return false;
            }
            all = EraStates.withAllThatIsFree(possible);
        }
        return new EraSweep(object, eras.last(), true, true, all, budget).linearizable();
    }

    /** The thresholds that make a difference for one object, latest first. */
    private long[] thresholds(EraObject object, int era) {
        TreeSet<Long> all = new TreeSet<>();
        all.add(least[era]);
        for (long threshold : object.thresholds(era)) {
            if (threshold > least[era]) {
                all.add(threshold);
            }
        }
        return all.descendingSet().stream().mapToLong(Long::longValue).toArray();
    }

    private static EraStates initial(EraObject object) {
        return EraStates.of(
                List.of(new EraStates.One(object.automaton().initialState(), EraStates.NOTHING_SAVED, 0, new int[0])));
    }

    /** Whether some thresholds explain the rest of one object's history, from the era on. */
    private boolean possible(int object, int states, int era) {
        Step step = new Step(object, states, era, 0);
        Boolean known = possible.get(step);
        if (known == null) {
            deepest = Math.max(deepest, era);
            List<EraStates.One> all = interned.get(states).all();
            // what survives as a prefix goes on from one state; a cut's eras are linearized separately, from all of
            // them
            known = survivors == Survivors.PREFIX && all.size() > 1
                    ? all.stream().anyMatch(one -> possible(object, number(EraStates.of(List.of(one))), era))
                    : explains(object, states, era) && (era == eras.last() || possibleAfter(object, states, era));
            possible.put(step, known);
        }
        return known;
    }

    private boolean possibleAfter(int object, int states, int era) {
        for (long threshold : thresholds(objects.get(object), era)) {
            if (possible(object, next(object, states, era, threshold), era + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the object's part of the era has a linearization. */
    private boolean explains(int object, int states, int era) {
        EraStates start = interned.get(states);
        return !start.isEmpty()
                && new EraSweep(objects.get(object), era, era == eras.last(), false, start, budget).linearizable();
    }

    private int next(int object, int states, int era, long threshold) {
        EraObject one = objects.get(object);
        Step step = new Step(object, states, era, one.thresholdClass(era, threshold));
        Integer known = steps.get(step);
        if (known == null) {
            EraSweep sweep = new EraSweep(one, era, false, false, interned.get(states), budget);
            known = number(survivors == Survivors.PREFIX ? sweep.prefix(threshold) : sweep.cut(threshold));
            steps.put(step, known);
        }
        return known;
    }

    /** Whether some thresholds explain the rest of the history of all objects, from the era on. */
    private boolean search(int era, int[] states, long[] thresholds) {
        deepest = Math.max(deepest, era);
        if (era == eras.last()) {
            return true;
        }
        List<Integer> node = new ArrayList<>(states.length + 1);
        node.add(era);
        Arrays.stream(states).forEach(node::add);
        if (failed.contains(node)) {
            return false;
        }
        for (long threshold : candidates[era]) {
            Optional<int[]> next = next(era, states, threshold);
            thresholds[era] = threshold;
            if (next.isPresent() && search(era + 1, next.get(), thresholds)) {
                return true;
            }
        }
        failed.add(node);
        return false;
    }

    /** What the objects may be in the next era, if each of them alone can be explained from there on. */
    private Optional<int[]> next(int era, int[] states, long threshold) {
        if (budget.spent()) {
            throw new EraSweep.Exhausted(budget.whySpent().orElse("the budget ran out"));
        }
        int[] next = new int[states.length];
        for (int i = 0; i < states.length; i++) {
            next[i] = next(i, states[i], era, threshold);
            if (!possible(i, next[i], era + 1)) {
                return Optional.empty();
            }
        }
        return Optional.of(next);
    }

    private int number(EraStates states) {
        Integer known = numbers.putIfAbsent(states.identity(), interned.size());
        if (known != null) {
            return known;
        }
        interned.add(states);
        return interned.size() - 1;
    }
}
