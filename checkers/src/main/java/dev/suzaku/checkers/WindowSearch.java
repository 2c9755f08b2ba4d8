package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Engine;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Optional;

/**
 * Finds the least time after the first reply that explains every key, by bisection: a longer window allows no less. Uses
 * the lenient ends, so that the result is a lower bound.
 */
final class WindowSearch {
    private final List<PowerCut> cuts;
    private final Deadlines deadlines;
    private final Budget budget;
    private long atLeastNanos;
    private long atMostNanos;
    private boolean unbounded;

    WindowSearch(List<PowerCut> cuts, Deadlines deadlines, Budget budget) {
        this.cuts = cuts;
        this.deadlines = deadlines;
        this.budget = budget;
    }

    /** Widens the window until it explains this key too. */
    void add(KeyHistory key, Engine engine) {
        if (probe(key, engine, atLeastNanos) instanceof Finding.Linearizable) {
            return;
        }
        long low = atLeastNanos; // not known to suffice
        long failed = atLeastNanos; // known not to suffice, unless equal to the start
        long high = longest(key);
        if (!(probe(key, engine, high) instanceof Finding.Linearizable)) {
            unbounded = true;
            return;
        }
        boolean undecided = false;
        while (high - low > deadlines.precisionNanos()) {
            long middle = low + (high - low) / 2;
            Finding finding = probe(key, engine, middle);
            if (finding instanceof Finding.Linearizable) {
                high = middle;
            } else {
                low = middle;
                undecided |= finding instanceof Finding.Undecided;
                failed = finding instanceof Finding.Violated ? middle : failed;
            }
        }
        atLeastNanos = Math.max(atLeastNanos, undecided ? failed : high);
        atMostNanos = Math.max(atMostNanos, high);
    }

    /** The window, or nothing when no window was found to suffice. */
    Optional<LateEffectWindow> result() {
        return unbounded
                ? Optional.empty()
                : Optional.of(new LateEffectWindow(atLeastNanos, Math.max(atLeastNanos, atMostNanos)));
    }

    private Finding probe(KeyHistory key, Engine engine, long extraNanos) {
        return engine.decide(key, Timeline.of(key, cuts, deadlines.afterReady(extraNanos, End.LENIENT)), budget);
    }

    /** So long that it makes no difference to have no deadline. */
    private long longest(KeyHistory key) {
        long last = cuts.get(cuts.size() - 1).crashLatestNanos();
        for (int position = 0; position < key.size(); position++) {
            last = Math.max(last, key.mandatory(position) ? key.returnNanos(position) : key.invokeNanos(position));
        }
        return Math.max(1, last - cuts.get(0).crashEarliestNanos() + 1);
    }
}
