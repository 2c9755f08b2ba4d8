package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the {@link FrontierEngine} over one timeline with at most 64 operations in slots at once; pending operations
 * without an end are counted per class. The timeline may also come in sections. Used once, by one thread.
 */
final class FrontierSweep {
    private static final int POSSIBLE_MAX = 8;
    private static final int NO_SLOT = -1;
    // from so many configurations on, one event alone takes so long that the clock is looked at after it
    private static final int LARGE = 1 << 12;

    private final Automaton automaton;
    private final String key;
    private KeyHistory history;
    private Timeline timeline;
    private Section section = Section.WHOLE;
    private final Budget budget;
    private final Effort effort;
    private final Slots slots;
    private final PendingClasses classes;
    private final Transitions transitions;
    private final StateMasks masks;
    private int[] slotOf;
    private final int[] positionOf = new int[Slots.CAPACITY];
    private final boolean sessionOrder;
    private final boolean leavesNoTrace;
    private Configurations frontier;
    private Configurations nextFrontier;
    private Configurations visited;
    private final long[] counts;
    private int rank;
    private int epoch;
    private int ending;
    private long endingBit;
    private boolean crashing;
    private boolean dropped;
    private boolean reused;
    private boolean growing;
    private long steps;

    FrontierSweep(KeyHistory history, Timeline timeline, Budget budget, Effort effort, PendingClasses classes) {
        this(history.automaton(), history.key(), timeline.hasSessionOrder(), budget, effort, classes);
        this.history = history;
        this.timeline = timeline;
        this.slotOf = new int[history.size()];
    }

    /** A sweep over the sections of a timeline, which has no order of sessions. */
    FrontierSweep(Automaton automaton, String key, Budget budget, Effort effort, PendingClasses classes) {
        this(automaton, key, false, budget, effort, classes);
    }

    private FrontierSweep(
            Automaton automaton,
            String key,
            boolean sessionOrder,
            Budget budget,
            Effort effort,
            PendingClasses classes) {
        this.automaton = automaton;
        this.key = key;
        this.budget = budget;
        this.effort = effort;
        this.sessionOrder = sessionOrder;
        this.leavesNoTrace = automaton.blindLeavesNoTrace();
        this.slots = new Slots(automaton, sessionOrder);
        this.classes = classes;
        this.transitions = new Transitions(automaton);
        this.masks = new StateMasks(transitions, slots, classes);
        long[] guards = effort.relaxed() ? new long[0] : classes.guards();
        int compared = effort.frugal() ? Math.min(1, guards.length) : guards.length;
        this.dropped = compared < guards.length;
        this.counts = new long[guards.length];
        this.frontier = new Configurations(slots, guards, compared, budget);
        this.nextFrontier = new Configurations(slots, guards, compared, budget);
        this.visited = new Configurations(slots, guards, compared, budget);
        frontier.push(automaton.initialState(), 0, 0, counts, 0);
    }

    /** Number of configurations that were looked at, to compare the work of two sweeps. */
    long steps() {
        return steps;
    }

    Finding run() {
        try {
            return sweep().orElseGet(this::survived);
        } finally {
            release();
        }
    }

    /** Gives the memory back; the sweep is not used afterwards. */
    void release() {
        frontier.release();
        nextFrontier.release();
        visited.release();
    }

    /** Goes on over the next section; a finding ends the sweep. */
    Optional<Finding> add(Section next) {
        int[] slotsBefore = slotOf;
        Section before = section;
        section = next;
        history = next.history();
        timeline = next.timeline();
        slotOf = new int[history.size()];
        classes.section(history, timeline);
        for (int position = 0; position < next.carried(); position++) {
            int former = before.position(next.number(position));
            slotOf[position] = former < 0 ? NO_SLOT : slotsBefore[former];
            if (slotOf[position] != NO_SLOT) {
                positionOf[slotOf[position]] = position;
                slots.end(slotOf[position], timeline.endRank(position));
            }
        }
        return sweep();
    }

    /** What it means that configurations are left after the last event. */
    Finding survived() {
        return effort.relaxed() && reused ? effort.usesTwice(key) : new Finding.Linearizable();
    }

    private Optional<Finding> sweep() {
        int crashes = 0;
        for (rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            boolean done = true;
            if (position == Timeline.CRASH) {
                if (crashes++ < epoch) {
                    continue; // it belongs to a section before
                } else if (section.crashIsLater(epoch)) {
                    break;
                }
                done = crash();
            } else if (timeline.invokes(rank)) {
                if (position < section.carried()) {
                    continue;
                }
                done = invoke(position);
            } else if (slotOf[position] != NO_SLOT) {
                if (section.endIsLater(position)) {
                    break;
                }
                done = end(slotOf[position]);
                slotOf[position] = NO_SLOT;
            }
            if (!done || frontier.size() > LARGE && budget.spentNow()) {
                return Optional.of(new Finding.Undecided(budget.whySpent().orElseGet(this::full)));
            }
            // a relaxed sweep may have no end, as where a counter may be counted up as often as is wanted
            if (dropped && (frontier.alive() == 0 || effort.kind() != Effort.Kind.WITNESS)) {
                return Optional.of(effort.tooMany(key));
            } else if (frontier.alive() == 0) {
                return Optional.of(new Finding.Violated(rank, position, possibleBefore()));
            }
        }
        return Optional.empty();
    }

    private String full() {
        return slots.full()
                ? KeyHistory.inWords(key) + " has more than " + Slots.CAPACITY
                        + " operations open at once; more memory, in which" + " all of it fits, may decide it"
                : budget.outOfMemory(key);
    }

    private boolean invoke(int position) {
        int call = history.call(position);
        boolean mandatory = history.mandatory(position);
        if (!mandatory && automaton.observer(call)) {
            slotOf[position] = NO_SLOT; // it may be thought away
            return true;
        }
        if (classes.joinsAtOnce(position)) {
            slotOf[position] = NO_SLOT; // it has no end
            classes.add(classes.classOf(position));
            masks.classesChanged();
            return true;
        }
        if (slots.full()) {
            return false;
        }
        int slot = slots.open(call, mandatory, timeline.endRank(position), timeline.session(position));
        slotOf[position] = slot;
        positionOf[slot] = position;
        openBesideClasses(slot, call);
        masks.slotChanged(slot);
        long bit = 1L << slot;
        if (mandatory && (slots.observers() & bit) != 0) {
            for (int i = 0; i < frontier.size(); i++) {
                if (frontier.isAlive(i)) {
                    observe(i, call, bit, slots.retires(slot));
                }
            }
        }
        return true;
    }

    /** One that the order of its session binds cannot stand for another one of the same call. */
    private void openBesideClasses(int slot, int call) {
        if (!slots.bound(slot)) {
            classes.opened(slot, call);
        }
    }

    private void observe(int index, int call, long bit, long retires) {
        int entry = transitions.entry(frontier.state(index), call);
        if (entry != Transitions.ILLEGAL && Transitions.eager(entry) && (retires & ~frontier.used(index)) == 0) {
            frontier.set(index, frontier.used(index), frontier.done(index) | bit);
        }
    }

    /** Ends the operation in the slot: whoever has not linearized it must now, or cannot any more. */
    private boolean end(int slot) {
        nextFrontier.clear();
        visited.clear();
        long bit = 1L << slot;
        boolean observer = (slots.observers() & bit) != 0;
        for (int i = 0; i < frontier.size(); i++) {
            if (!frontier.isAlive(i)) {
                continue;
            }
            long used = frontier.used(i);
            long done = frontier.done(i);
            if ((observer ? done & bit : used & bit) != 0) {
                nextFrontier.push(frontier.state(i), used & ~bit, done & ~bit, frontier.counts(), i * counts.length);
            } else {
                visited.push(frontier.state(i), used, done, frontier.counts(), i * counts.length);
            }
        }
        boolean finished = visited.size() == 0 || expandAll(slot, bit);
        slots.close(slot);
        classes.closed(slot);
        trim();
        swap();
        return finished;
    }

    /** Linearizes what ends in all visited configurations, in every way. */
    private boolean expandAll(int slot, long bit) {
        boolean optional = (slots.mandatory() & bit) == 0;
        for (int i = 0; i < visited.size(); i++) {
            if (optional || (visited.done(i) & bit) != 0) {
                nextFrontier.add(
                        visited.state(i), visited.used(i), visited.done(i) & ~bit, visited.counts(), i * counts.length);
            }
        }
        ending = slot;
        endingBit = bit;
        return expandVisited();
    }

    private boolean expandVisited() {
        // visited grows while it is walked
        for (int i = 0; i < visited.size() && !enoughVisited(i); i++) {
            if (visited.isAlive(i)) {
                if (budget.spent()) {
                    return false;
                }
                if (!expand(i) || visited.full() || nextFrontier.full()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean enoughVisited(int index) {
        boolean enough = growing || index > effort.visitedMax();
        dropped |= enough;
        return enough;
    }

    /** Tries every open operation next. Returns false when the budget is used up. */
    private boolean expand(int index) {
        steps++;
        int state = visited.state(index);
        long used = visited.used(index);
        long done = visited.done(index);
        System.arraycopy(visited.counts(), index * counts.length, counts, 0, counts.length);
        long free = slots.open() & ~used & ~(slots.observers() & done);
        for (long rest = free & (masks.enabled(state) | slots.blind()); rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            long bit = 1L << slot;
            int next = Transitions.next(transitions.entry(state, slots.call(slot)));
            if (slot != ending && !worthTrying(slot, next, free, done)) {
                continue;
            }
            long retired = slots.retires(slot);
            long usedNow = used | retired;
            boolean again = effort.relaxed() && (slots.mandatory() & bit) == 0 && slot != ending;
            reused |= again;
            growing |= again && grows(next, slots.call(slot));
            if (!again && (slots.observers() & bit) == 0) {
                usedNow |= bit;
            }
            long doneNow = again ? done | retired : done | bit | retired;
            if ((slots.blind() & bit) != 0) {
                hide(state, next, used, usedNow, doneNow);
            } else {
                add(next, usedNow, doneNow);
            }
        }
        return classes.present() == 0 || expandClasses(state, used, done, free);
    }

    private boolean expandClasses(int state, long used, long done, long free) {
        for (int place = 0; place < classes.present(); place++) {
            if (budget.spent()) {
                return false; // there may be a class for each of many thousand operations
            }
            int index = classes.present(place);
            int call = classes.call(index);
            int entry = transitions.entry(state, call);
            if (entry == Transitions.ILLEGAL || (classes.slots(index) & free) != 0) {
                continue;
            }
            int next = Transitions.next(entry);
            boolean wanted = (masks.enabled(next) & free) != 0 || masks.classEnabled(next);
            if (!wanted && !(crashing && automaton.crashSensitive(call))) {
                continue;
            }
            reused |= effort.relaxed();
            growing |= effort.relaxed() && grows(next, call);
            if (!effort.relaxed()) {
                if (!classes.left(index, counts, 0)) {
                    continue;
                }
                classes.use(index, counts, 0);
            }
            if (place < classes.presentBlind()) {
                hide(state, next, used, used, done);
            } else {
                add(next, used, done);
            }
            if (!effort.relaxed()) {
                classes.giveBack(index, counts, 0);
            }
        }
        return true;
    }

    /** Whether the call, if it happens again and again, leads to ever other states. */
    private boolean grows(int stateAfter, int call) {
        int again = transitions.entry(stateAfter, call);
        return again != Transitions.ILLEGAL && Transitions.next(again) != stateAfter;
    }

    /** Whether it can pay to linearize an operation that need not be linearized yet. */
    private boolean worthTrying(int slot, int next, long free, long done) {
        long bit = 1L << slot;
        long duties = slots.mandatory() & ~done;
        boolean duty = (duties & bit) != 0;
        // of equal calls, only the one that ends first and is no less of a duty
        long sooner = slots.sooner(slot) & free;
        if (sooner != 0 && (!duty || (sooner & duties) != 0)) {
            return false;
        }
        if (crashing && (slots.crashSensitive() & bit) != 0) {
            return true;
        }
        // what nothing else follows can as well be hidden before the next blind write
        boolean canHide = slots.retires(slot) == 0 && (leavesNoTrace || (slots.blind() & bit) != 0);
        if (duty && !canHide) {
            return true;
        }
        return (masks.enabled(next) & free & ~bit) != 0 || masks.classEnabled(next);
    }

    /**
     * Adds what follows a blind write. Other blind writes that are open may have come just before it, and one operation
     * that is legal in the state before it: they are no duties any more. None of them may retire the blind write itself.
     */
    private void hide(int state, int next, long usedBefore, long used, long done) {
        long candidates = slots.mandatory() & ~done;
        if (sessionOrder) {
            candidates &= ~slots.retiring(usedBefore);
        }
        long blind = candidates & slots.blind();
        long doneNow = done | blind;
        candidates &= ~blind & masks.enabled(state) & ~endingBit;
        if (!leavesNoTrace || candidates == 0) {
            add(next, used, doneNow);
            return;
        }
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            if ((slots.sooner(slot) & candidates) == 0) {
                add(next, used, doneNow | 1L << slot);
            }
        }
    }

    private void add(int state, long used, long done) {
        long observed = masks.eager(state) & slots.mandatory() & ~done;
        if (sessionOrder) {
            observed &= ~slots.retiring(used);
        }
        long doneNow = done | observed;
        long finished = (slots.observers() & endingBit) != 0 ? doneNow : used;
        if ((finished & endingBit) != 0) {
            nextFrontier.add(state, used & ~endingBit, doneNow & ~endingBit, counts, 0);
        } else {
            visited.add(state, used, doneNow, counts, 0);
        }
    }

    /** Lets every open operation to which it matters come before the crash, then crashes. */
    private boolean crash() {
        visited.clear();
        nextFrontier.clear();
        for (int i = 0; i < frontier.size(); i++) {
            if (frontier.isAlive(i)) {
                visited.push(
                        frontier.state(i), frontier.used(i), frontier.done(i), frontier.counts(), i * counts.length);
            }
        }
        ending = NO_SLOT;
        endingBit = 0;
        crashing = true;
        boolean finished = slots.crashSensitive() == 0 && !classes.crashSensitive() || expandVisited();
        crashing = false;
        epoch++;
        long joining = changeCalls();
        for (int i = 0; i < visited.size(); i++) {
            if (visited.isAlive(i)) {
                long used = visited.used(i);
                System.arraycopy(visited.counts(), i * counts.length, counts, 0, counts.length);
                for (long rest = effort.relaxed() ? 0 : joining & used; rest != 0; rest &= rest - 1) {
                    classes.use(classes.classOf(positionOf[Long.numberOfTrailingZeros(rest)]), counts, 0);
                }
                afterCrash(automaton.afterCrash(visited.state(i)), used & ~joining, visited.done(i) & ~joining);
            }
        }
        trim();
        swap();
        return finished && !nextFrontier.full();
    }

    private void afterCrash(int state, long used, long done) {
        long observed = masks.eager(state) & slots.mandatory() & ~done;
        if (sessionOrder) {
            observed &= ~slots.retiring(used);
        }
        nextFrontier.add(state, used, done | observed, counts, 0);
    }

    /** What the open operations are after the crash. Returns the slots of those that are counted from now on. */
    private long changeCalls() {
        long joining = 0;
        for (long rest = slots.open(); rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            int call = automaton.callAfterCrash(slots.call(slot), epoch);
            if (classes.joinsAt(positionOf[slot], epoch)) {
                joining |= 1L << slot;
                classes.closed(slot);
                classes.add(classes.classOf(positionOf[slot]));
                slots.close(slot);
            } else if (call != slots.call(slot)) {
                classes.closed(slot);
                slots.call(slot, call);
                openBesideClasses(slot, call);
                masks.slotChanged(slot);
            }
        }
        masks.classesChanged();
        return joining;
    }

    /** Keeps those configurations that used up the fewest operations. */
    private void trim() {
        if (nextFrontier.alive() <= effort.kept()) {
            return;
        }
        dropped = true;
        if (effort.kind() != Effort.Kind.WITNESS) {
            return;
        }
        long[] order = new long[nextFrontier.alive()];
        int count = 0;
        for (int i = 0; i < nextFrontier.size(); i++) {
            if (nextFrontier.isAlive(i)) {
                int spent = Long.bitCount(nextFrontier.used(i)) * 2 - Long.bitCount(nextFrontier.done(i));
                if (!effort.relaxed()) {
                    spent += counts.length == 0 ? 0 : (int) nextFrontier.counts()[i * counts.length];
                }
                order[count++] = (long) spent << 32 | i;
            }
        }
        Arrays.sort(order);
        visited.clear();
        for (int i = 0; i < effort.kept(); i++) {
            int index = (int) order[i];
            visited.push(
                    nextFrontier.state(index),
                    nextFrontier.used(index),
                    nextFrontier.done(index),
                    nextFrontier.counts(),
                    index * counts.length);
        }
        Configurations former = nextFrontier;
        nextFrontier = visited;
        visited = former;
    }

    private void swap() {
        Configurations former = frontier;
        frontier = nextFrontier;
        nextFrontier = former;
    }

    private List<String> possibleBefore() {
        Set<String> possible = new LinkedHashSet<>();
        // after the failing end, nextFrontier still holds the configurations before it
        for (int i = 0; i < nextFrontier.size() && possible.size() < POSSIBLE_MAX; i++) {
            if (nextFrontier.isAlive(i)) {
                possible.add(automaton.describe(nextFrontier.state(i)));
            }
        }
        return new ArrayList<>(possible);
    }
}
