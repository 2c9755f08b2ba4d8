package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.ChainsEngine;
import dev.suzaku.checkers.engines.Engine;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.engines.ZonesEngine;
import dev.suzaku.checkers.models.RegisterAutomaton;
import dev.suzaku.histories.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The buffered conditions on registers whose values are all different, without a search: an answer tells what made its
 * value, so that this must have survived until then.
 *
 * <p>Of buffered-cut: let the threshold of each era be as early as that allows. Whatever has survivors at all has those
 * of these thresholds too, since of the others nothing is left that an answer needs, and what need not have happened can
 * be left out of an order (a chain of values from where nobody asks for it). So it is exact; where a refused
 * compare-and-set is in the way it is undecided. Of buffered-prefix only a violation is certain: everything in an era
 * comes after the survivors that are needed in it or later. Used once, by one thread.
 */
public final class UniqueSurvivors {
    private static final int NONE = -1;

    private final List<KeyHistory> keys;
    private final Eras eras;
    private final long[] thresholds;
    private final Budget budget;
    private final List<Engine> engines;
    private boolean refusedMayMatter;
    // per key and value the last era in which something needs it, or NONE
    private final int[][] neededUntil;

    /**
     * Prepares the search.
     *
     * @param keys all objects, to which this {@linkplain #applies applies}
     * @param syncs those that make durable what happened before
     * @param crashes the instants at which the cuts are taken to have happened
     * @param earliest for each cut, an instant such that what returned before it must have survived
     */
    public UniqueSurvivors(
            List<KeyHistory> keys, List<Operation> syncs, long[] crashes, long[] earliest, Budget budget) {
        this.keys = keys;
        this.eras = new Eras(crashes.clone());
        this.thresholds = eras.least(syncs, earliest);
        this.budget = budget;
        this.engines = keys.stream()
                .map(key -> new ZonesEngine().applies(key) ? new ZonesEngine() : new ChainsEngine())
                .map(Engine.class::cast)
                .toList();
        this.neededUntil = new int[keys.size()][];
        for (int key = 0; key < neededUntil.length; key++) {
            neededUntil[key] = need(keys.get(key));
        }
    }

    /** Whether the objects are registers whose values are all different. */
    public static boolean applies(List<KeyHistory> keys) {
        return keys.stream().allMatch(new ChainsEngine()::applies);
    }

    /** Finds what is needed until when, and lets it survive until then. */
    private int[] need(KeyHistory key) {
        RegisterAutomaton register = (RegisterAutomaton) key.automaton();
        int[] makers = new int[register.values()];
        int[] until = new int[register.values()];
        Arrays.fill(makers, NONE);
        Arrays.fill(until, NONE);
        for (int position = 0; position < key.size(); position++) {
            int call = key.call(position);
            if (register.valueLeft(call) != RegisterAutomaton.NO_VALUE) {
                makers[register.valueLeft(call)] = position;
            }
            int asked = asked(register, call);
            if (asked != RegisterAutomaton.NO_VALUE && key.mandatory(position)) {
                until[asked] = Math.max(until[asked], eras.of(key.returnNanos(position)));
            }
        }
        for (int start = 0; start < until.length; start++) {
            int value = start;
            int parent = parent(key, makers[value]);
            while (parent != RegisterAutomaton.NO_VALUE && until[parent] < until[value]) {
                until[parent] = until[value];
                value = parent;
                parent = parent(key, makers[value]);
            }
        }
        refusedMayMatter |= refusedMayMatter(key, until);
        for (int value = 0; value < until.length; value++) {
            int maker = makers[value];
            if (maker != NONE && key.mandatory(maker)) {
                int era = eras.of(key.invokeNanos(maker));
                if (until[value] > era && eras.of(key.returnNanos(maker)) == era) {
                    thresholds[era] = Math.max(thresholds[era], key.invokeNanos(maker));
                }
            }
        }
        return until;
    }

    /** Whether a compare-and-set that was refused, if its answer did not survive, could make something that is needed. */
    private boolean refusedMayMatter(KeyHistory key, int[] until) {
        RegisterAutomaton register = (RegisterAutomaton) key.automaton();
        for (int position = 0; position < key.size(); position++) {
            boolean refused = register.valueMissed(key.call(position)) != RegisterAutomaton.NO_VALUE;
            if (refused && eras.of(key.returnNanos(position)) < eras.last()) {
                int offered = register.valueOffered(key.operation(position));
                if (offered != RegisterAutomaton.NO_VALUE && until[offered] != NONE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int asked(RegisterAutomaton register, int call) {
        int read = register.valueRead(call);
        return read == RegisterAutomaton.NO_VALUE ? register.valueReplaced(call) : read;
    }

    /** The value that the operation replaced, where it is a compare-and-set. */
    private static int parent(KeyHistory key, int maker) {
        return maker == NONE
                ? RegisterAutomaton.NO_VALUE
                : ((RegisterAutomaton) key.automaton()).valueReplaced(key.call(maker));
    }

    /** Decides buffered-cut. */
    public SurvivorFinding cut() {
        Optional<SurvivorFinding> undecided = Optional.empty();
        for (int era = 0; era <= eras.last(); era++) {
            for (int key = 0; key < keys.size(); key++) {
                Optional<String> spent = budget.whySpent();
                if (spent.isPresent()) {
                    return new SurvivorFinding.Undecided(spent.get());
                }
                Finding finding = decide(key, era, false);
                if (finding instanceof Finding.Violated) {
                    return refusedMayMatter
                            ? new SurvivorFinding.Undecided("a refused compare-and-set may have been made again")
                            : unexplained(era, key);
                } else if (finding instanceof Finding.Undecided why) {
                    undecided = Optional.of(new SurvivorFinding.Undecided(why.reason()));
                }
            }
        }
        return undecided.orElseGet(() -> new SurvivorFinding.Explained(thresholds.clone()));
    }

    /** What certainly violates buffered-prefix; empty where nothing does. */
    public Optional<SurvivorFinding> refutePrefix() {
        for (int era = 0; era <= eras.last(); era++) {
            for (int key = 0; key < keys.size(); key++) {
                if (budget.whySpent().isPresent()) {
                    return Optional.empty();
                }
                if (decide(key, era, true) instanceof Finding.Violated) {
                    return Optional.of(unexplained(era, key));
                }
            }
        }
        return Optional.empty();
    }

    private SurvivorFinding unexplained(int era, int key) {
        return new SurvivorFinding.Unexplained(era, Optional.of(keys.get(key).key()));
    }

    private Finding decide(int key, int era, boolean prefix) {
        KeyHistory all = keys.get(key);
        int[] positions = new int[all.size()];
        long[] returns = new long[all.size()];
        int count = 0;
        for (int position = 0; position < all.size() && eras.of(all.invokeNanos(position)) <= era; position++) {
            Part part = !all.mandatory(position)
                    ? Part.OPEN
                    : prefix ? ofPrefix(key, position, era) : ofCut(all, position, era);
            if (part == Part.ALL || part == Part.OPEN && makes(all, position)) {
                returns[count] = part == Part.ALL ? all.returnNanos(position) : Operation.NEVER;
                positions[count++] = position;
            }
        }
        KeyHistory some = all.some(Arrays.copyOf(positions, count), Arrays.copyOf(returns, count));
        Timeline timeline = Timeline.of(some, List.of(), index -> Operation.NEVER);
        return engines.get(key).decide(some, timeline, budget);
    }

    private static boolean makes(KeyHistory key, int position) {
        RegisterAutomaton register = (RegisterAutomaton) key.automaton();
        return register.valueLeft(key.call(position)) != RegisterAutomaton.NO_VALUE;
    }

    /** How much of an operation that was answered there is when an era is looked at. */
    private enum Part {
        NOTHING,
        /** It may have happened or not. */
        OPEN,
        ALL
    }

    private Part ofCut(KeyHistory key, int position, int era) {
        int answered = eras.of(key.returnNanos(position));
        if (answered >= era) {
            return answered == era ? Part.ALL : Part.OPEN;
        }
        if (key.returnNanos(position) < thresholds[answered]) {
            return Part.ALL;
        }
        boolean crossed = eras.of(key.invokeNanos(position)) < answered;
        return crossed || key.invokeNanos(position) <= thresholds[answered] ? Part.OPEN : Part.NOTHING;
    }

    private Part ofPrefix(int key, int position, int era) {
        KeyHistory all = keys.get(key);
        int answered = eras.of(all.returnNanos(position));
        if (answered >= era) {
            return answered == era ? Part.ALL : Part.OPEN;
        }
        if (eras.of(all.invokeNanos(position)) < answered) {
            return Part.OPEN;
        }
        int left = ((RegisterAutomaton) all.automaton()).valueLeft(all.call(position));
        boolean needed = left != RegisterAutomaton.NO_VALUE && neededUntil[key][left] >= era;
        return needed ? Part.ALL : Part.NOTHING;
    }
}
