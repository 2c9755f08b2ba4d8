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
    /** Certain of violations only: operations of unknown outcome may happen as often as is wanted. */
    static final FrontierEngine RELAX =
            new FrontierEngine("relax", "it was asked for", List.of(Effort.relaxed(1 << 16)));

    /** Certain of witnesses only: follows more and more of the configurations that used up the fewest operations. */
    static final FrontierEngine DEPTH_FIRST = new FrontierEngine(
            "depth-first",
            "it was asked for",
            List.of(Effort.witness(1), Effort.witness(64), Effort.witness(4096), Effort.witness(1 << 18)));

    /** Tries everything. */
    static final FrontierEngine EXACT = new FrontierEngine("exact", "it was asked for", List.of(Effort.EXACT));

    /** What is quick first and everything at last. */
    static final List<Effort> EFFORTS =
            List.of(Effort.exact(256), Effort.witness(256), Effort.relaxed(4096), Effort.witness(4096), Effort.EXACT);

    // where so many operations have no end, there are too many ways to use them for the first of these searches
    private static final int PENDING_MANY = 16;
    private static final List<Effort> EFFORTS_WITH_MANY_PENDING =
            List.of(Effort.witness(16), Effort.witness(256), Effort.relaxed(4096), Effort.witness(4096), Effort.EXACT);

    private static final int OPEN_MAX = 4096;

    private final String name;
    private final String suits;
    private final List<Effort> efforts;

    /** Tries what is quick first and everything at last; the first search that is certain of an answer decides. */
    public FrontierEngine() {
        this("frontier", "no special engine fits", EFFORTS);
    }

    private FrontierEngine(String name, String suits, List<Effort> efforts) {
        this.name = name;
        this.suits = suits;
        this.efforts = efforts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String suits() {
        return suits;
    }

    @Override
    public boolean applies(KeyHistory history) {
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return decision(history, timeline, budget).finding();
    }

    @Override
    public Decision decision(KeyHistory history, Timeline timeline, Budget budget) {
        Optional<String> spent = budget.whySpent();
        if (spent.isPresent()) {
            return new Decision(new Finding.Undecided(spent.get()), name, suits);
        }
        Finding finding = new Finding.Undecided("nothing was tried");
        boolean manyPending = efforts == EFFORTS && timeline.neverEnding() >= PENDING_MANY;
        for (Effort effort : manyPending ? EFFORTS_WITH_MANY_PENDING : efforts) {
            try {
                finding = sweep(history, timeline, budget, effort);
            } catch (StatesExhaustedException e) {
                finding = new Finding.Undecided(KeyHistory.inWords(history.key()) + ": " + e.getMessage());
            }
            if (!(finding instanceof Finding.Undecided)) {
                return new Decision(finding, name, suits + "; " + effort.text());
            }
            Optional<String> spentNow = budget.whySpent();
            if (spentNow.isPresent()) {
                finding = new Finding.Undecided(spentNow.get());
                break;
            }
        }
        return new Decision(finding, name, suits + "; not decided by any search");
    }

    private static Finding sweep(KeyHistory history, Timeline timeline, Budget budget, Effort effort) {
        if (timeline.openMax() - timeline.neverEnding() <= Slots.CAPACITY) {
            PendingClasses classes = new PendingClasses(history, timeline);
            if (classes.slotsNeeded() <= Slots.CAPACITY) {
                return new FrontierSweep(history, timeline, budget, effort, classes).run();
            }
        }
        if (timeline.openMax() > OPEN_MAX) {
            return new Finding.Undecided(KeyHistory.inWords(history.key()) + " has " + timeline.openMax()
                    + " operations open at once; the limit is " + OPEN_MAX
                    + "; fewer unanswered operations, or more keys, may decide it");
        }
        return new WideSweep(history, timeline, budget, timeline.openMax(), effort).run();
    }
}
