package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.StatesExhaustedException;
import java.util.List;
import java.util.Optional;

/**
 * Just-in-time linearization (Lowe 2017) as a sweep over the events, which keeps the set of all configurations that
 * explain everything so far. Exact: an empty set is a violation, a set that survives the last event is a witness.
 *
 * <p>What keeps the set small: an operation is linearized only when an open operation ends; operations that change
 * nothing are linearized as soon as they fit; of equal open operations only the one that ends first is used; a blind
 * write may be hidden just before another and is therefore no longer a duty once another took effect while it was open;
 * an effect that no open operation asks about is not tried; dominated configurations are dropped. Where it grows large
 * all the same, a few configurations are followed in search of a witness and a relaxed sweep looks for a contradiction
 * before everything is tried.
 */
public final class FrontierEngine implements Engine {
    private static final int OPEN_MAX = 4096;

    /** What is tried until an answer is certain. */
    private static final List<Effort> EFFORTS =
            List.of(Effort.exact(256), Effort.witness(256), Effort.relaxed(4096), Effort.witness(4096), Effort.EXACT);

    @Override
    public String name() {
        return "frontier";
    }

    @Override
    public boolean applies(KeyHistory history) {
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        Optional<String> spent = budget.whySpent();
        if (spent.isPresent()) {
            return new Finding.Undecided(spent.get());
        }
        Finding finding = new Finding.Undecided("nothing was tried");
        for (Effort effort : EFFORTS) {
            try {
                finding = sweep(history, timeline, budget, effort);
            } catch (StatesExhaustedException e) {
                return new Finding.Undecided("key " + history.key() + ": " + e.getMessage());
            }
            if (!(finding instanceof Finding.Undecided) || budget.whySpent().isPresent()) {
                return finding;
            }
        }
        return finding;
    }

    private static Finding sweep(KeyHistory history, Timeline timeline, Budget budget, Effort effort) {
        if (timeline.openMax() - timeline.neverEnding() <= Slots.CAPACITY) {
            PendingClasses classes = new PendingClasses(history, timeline);
            if (classes.slotsNeeded() <= Slots.CAPACITY) {
                return new FrontierSweep(history, timeline, budget, effort, classes).run();
            }
        }
        if (timeline.openMax() > OPEN_MAX) {
            return new Finding.Undecided("key " + history.key() + " has " + timeline.openMax()
                    + " operations open at once; the limit is " + OPEN_MAX);
        }
        return new WideSweep(history, timeline, budget, timeline.openMax(), effort).run();
    }
}
