package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of the {@link FrontierEngine} over one timeline with any number of operations open at once. Used once, by one
 * thread.
 */
final class WideSweep {
    private static final int POSSIBLE_MAX = 8;
    private static final int NO_SLOT = -1;
    // from so many configurations on, one event alone takes so long that the clock is looked at after it
    private static final int LARGE = 1 << 10;
    private static final long[] NOTHING = {};

    private final KeyHistory history;
    private final Automaton automaton;
    private final Timeline timeline;
    private final Budget budget;
    private final WideSlots slots;
    private final int words;
    private final int stride;
    private WideConfigurations frontier;
    private WideConfigurations nextFrontier;
    private WideConfigurations visited;
    private final long[] scratch;
    private final long[] blindSlots;
    // per slot: the pending operations of its session before it, as words, and the session
    private final long[][] retires;
    private final int[] sessions;
    // per state: the event for which it is known whether an open operation asks about it, and the answer
    private int[] wantedEvents = new int[64];
    private boolean[] wanted = new boolean[64];
    private int rank;
    private int epoch;
    private final Effort effort;
    private final boolean[] pending;
    private boolean dropped;
    private boolean growing;
    private long steps;

    WideSweep(KeyHistory history, Timeline timeline, Budget budget, int openMax, Effort effort) {
        this.effort = effort;
        this.history = history;
        this.automaton = history.automaton();
        this.timeline = timeline;
        this.budget = budget;
        this.words = Math.max(1, openMax + 63 >>> 6);
        this.stride = 1 + 2 * words;
        this.slots = new WideSlots(words << 6, history.operations().size());
        this.frontier = new WideConfigurations(words, this::covers, budget);
        this.nextFrontier = new WideConfigurations(words, this::covers, budget);
        this.visited = new WideConfigurations(words, this::covers, budget);
        this.scratch = new long[stride];
        this.pending = new boolean[words << 6];
        this.blindSlots = new long[words];
        this.retires = new long[words << 6][];
        this.sessions = new int[words << 6];
    }

    /** Number of configurations that were looked at, to compare the work of two sweeps. */
    long steps() {
        return steps;
    }

    Finding run() {
        try {
            return sweep();
        } finally {
            frontier.release();
            nextFrontier.release();
            visited.release();
        }
    }

    private Finding sweep() {
        scratch[0] = automaton.initialState();
        frontier.add(scratch, 0);
        for (rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            boolean done = true;
            if (position == Timeline.CRASH) {
                done = crash();
            } else if (timeline.invokes(rank)) {
                invoke(position);
            } else {
                done = end(slots.slotOf(position));
            }
            if (!done || frontier.size() > LARGE && budget.spentNow()) {
                return new Finding.Undecided(budget.whySpent().orElseGet(() -> budget.outOfMemory(history.key())));
            }
            // a relaxed sweep may have no end, as where a counter may be counted up as often as is wanted
            if (dropped && (frontier.isEmpty() || effort.kind() != Effort.Kind.WITNESS)) {
                return effort.tooMany(history.key());
            } else if (frontier.isEmpty()) {
                return new Finding.Violated(rank, position, possibleBefore());
            }
        }
        return effort.relaxed() ? effort.usesTwice(history.key()) : new Finding.Linearizable();
    }

    private boolean enoughVisited(int index) {
        boolean enough = growing || index > effort.visitedMax();
        dropped |= enough;
        return enough;
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
                int free = 0;
                for (int word = 1 + words; word < stride; word++) {
                    free += Long.bitCount(nextFrontier.cells()[i * stride + word]);
                }
                order[count++] = (long) -free << 32 | i;
            }
        }
        Arrays.sort(order);
        visited.clear();
        for (int i = 0; i < effort.kept(); i++) {
            visited.add(nextFrontier.cells(), (int) order[i] * stride);
        }
        WideConfigurations former = nextFrontier;
        nextFrontier = visited;
        visited = former;
    }

    /** Lets every open operation to which it matters come before the crash, then crashes. */
    private boolean crash() {
        visited.clear();
        nextFrontier.clear();
        for (int i = 0; i < frontier.size(); i++) {
            if (frontier.isAlive(i)) {
                visited.add(frontier.cells(), i * stride);
            }
        }
        for (int i = 0; i < visited.size() && crashMatters() && !enoughVisited(i); i++) {
            if (visited.isAlive(i) && !expand(i, NO_SLOT)) {
                return false;
            }
        }
        epoch++;
        for (int place = 0; place < slots.openCount(); place++) {
            int slot = slots.openSlot(place);
            slots.call(slot, automaton.callAfterCrash(slots.call(slot), epoch));
        }
        for (int i = 0; i < visited.size(); i++) {
            if (visited.isAlive(i)) {
                System.arraycopy(visited.cells(), i * stride, scratch, 0, stride);
                scratch[0] = automaton.afterCrash((int) scratch[0]);
                linearizeEagerly(scratch, 0);
                nextFrontier.add(scratch, 0);
            }
        }
        swap();
        return true;
    }

    /** Whether the operation in the one slot can do, and for no less long, what that in the other can. */
    private boolean covers(int slot, int other) {
        return !timeline.hasSessionOrder()
                && slots.end(slot) >= slots.end(other)
                && automaton.covers(slots.call(slot), slots.call(other));
    }

    private boolean crashMatters() {
        for (int place = 0; place < slots.openCount(); place++) {
            if (automaton.crashSensitive(slots.call(slots.openSlot(place)))) {
                return true;
            }
        }
        return false;
    }

    private void swap() {
        WideConfigurations former = frontier;
        frontier = nextFrontier;
        nextFrontier = former;
    }

    private void invoke(int position) {
        int call = history.call(position);
        int slot = slots.open(position, call, timeline.endRank(position));
        boolean mandatory = history.mandatory(position);
        retires[slot] = timeline.hasSessionOrder() ? pendingOf(timeline.session(position)) : NOTHING;
        sessions[slot] = timeline.session(position);
        pending[slot] = !mandatory;
        int word = 1 + (slot >>> 6);
        long bit = 1L << slot;
        if (automaton.blind(call)) {
            blindSlots[slot >>> 6] |= bit;
        }
        long[] cells = frontier.cells();
        for (int i = 0; i < frontier.size(); i++) {
            if (!frontier.isAlive(i)) {
                continue;
            }
            int at = i * stride;
            if (!mandatory) {
                cells[at + words + word] |= bit;
            } else if (retiresSome(slot, cells, at) || !automaton.eager((int) cells[at], call)) {
                cells[at + word] |= bit;
                cells[at + words + word] |= bit;
            }
        }
    }

    /** Ends the operation in the slot: whoever has not linearized it must now, or cannot any more. */
    private boolean end(int slot) {
        nextFrontier.clear();
        visited.clear();
        int word = 1 + (slot >>> 6);
        long bit = 1L << slot;
        for (int i = 0; i < frontier.size(); i++) {
            if (!frontier.isAlive(i)) {
                continue;
            }
            if (budget.spent()) {
                return false;
            }
            int at = i * stride;
            long[] cells = frontier.cells();
            if ((cells[at + words + word] & bit) == 0) {
                nextFrontier.add(cells, at);
                continue;
            }
            visited.add(cells, at);
            if ((cells[at + word] & bit) == 0) {
                System.arraycopy(cells, at, scratch, 0, stride);
                scratch[words + word] &= ~bit;
                nextFrontier.add(scratch, 0);
            }
        }
        // visited grows while it is walked
        for (int i = 0; i < visited.size() && !enoughVisited(i); i++) {
            if (visited.isAlive(i) && !expand(i, slot)) {
                return false;
            }
        }
        slots.close(slot);
        blindSlots[slot >>> 6] &= ~bit;
        forgetRetired(slot);
        trim();
        swap();
        return true;
    }

    /**
     * Tries every open operation next.
     *
     * @param ending the slot of the operation that must be linearized now, or {@link #NO_SLOT} before a crash
     * @return false when the budget is used up
     */
    private boolean expand(int index, int ending) {
        steps++;
        for (int place = 0; place < slots.openCount(); place++) {
            boolean late = visited.size() > LARGE ? budget.spentNow() : budget.spent();
            if (late || visited.full() || nextFrontier.full()) {
                return false;
            }
            int slot = slots.openSlot(place);
            int at = index * stride;
            long[] cells = visited.cells();
            int word = 1 + (slot >>> 6);
            long bit = 1L << slot;
            if ((cells[at + words + word] & bit) == 0) {
                continue;
            }
            int call = slots.call(slot);
            int state = automaton.step((int) cells[at], call);
            if (state == Automaton.ILLEGAL || slot != ending && !worthTrying(cells, at, slot, state)) {
                continue;
            }
            System.arraycopy(cells, at, scratch, 0, stride);
            scratch[0] = state;
            scratch[word] &= ~bit;
            if (!effort.relaxed() || !pending[slot] || slot == ending) {
                scratch[words + word] &= ~bit;
            } else {
                // again and again, that leads to ever other states
                int again = automaton.step(state, call);
                growing |= again != Automaton.ILLEGAL && again != state;
            }
            retire(slot);
            if (automaton.blind(call)) {
                hideBlind(slot);
            }
            linearizeEagerly(scratch, 0);
            boolean ended = ending != NO_SLOT && (scratch[1 + words + (ending >>> 6)] & 1L << ending) == 0;
            (ended ? nextFrontier : visited).add(scratch, 0);
        }
        return true;
    }

    /** The pending operations of the session that are open. */
    private long[] pendingOf(int session) {
        long[] found = new long[words];
        for (int place = 0; place < slots.openCount(); place++) {
            int slot = slots.openSlot(place);
            if (pending[slot] && sessions[slot] == session) {
                found[slot >>> 6] |= 1L << slot;
            }
        }
        return found;
    }

    /** The slot may be used by another operation now, which those that are open do not retire. */
    private void forgetRetired(int slot) {
        for (int place = 0; place < slots.openCount(); place++) {
            long[] retired = retires[slots.openSlot(place)];
            if (retired.length > 0) {
                retired[slot >>> 6] &= ~(1L << slot);
            }
        }
    }

    /** Whether a pending operation that could still happen would be retired by the one in the slot. */
    private boolean retiresSome(int slot, long[] cells, int at) {
        long some = 0;
        for (int word = 0; word < retires[slot].length; word++) {
            some |= retires[slot][word] & cells[at + 1 + words + word];
        }
        return some != 0;
    }

    private boolean retires(int slot, int pending) {
        return retires[slot].length > 0 && (retires[slot][pending >>> 6] & 1L << pending) != 0;
    }

    private void retire(int slot) {
        for (int word = 0; word < retires[slot].length; word++) {
            scratch[1 + words + word] &= ~retires[slot][word];
        }
    }

    /** Other blind writes that are open may have come just before this one: they are no duties any more. */
    private void hideBlind(int last) {
        for (int word = 0; word < words; word++) {
            for (long rest = scratch[1 + word] & blindSlots[word]; rest != 0; rest &= rest - 1) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(rest);
                if (!retires(slot, last) && !retiresSome(slot, scratch, 0)) {
                    scratch[1 + word] &= ~(1L << slot);
                }
            }
        }
    }

    private boolean worthTrying(long[] cells, int at, int slot, int stateAfter) {
        int call = slots.call(slot);
        boolean beforeCrash = timeline.position(rank) == Timeline.CRASH && automaton.crashSensitive(call);
        boolean duty = (cells[at + 1 + (slot >>> 6)] & 1L << slot) != 0;
        if (timeline.hasSessionOrder()) {
            return duty || beforeCrash || wanted(stateAfter); // one that may retire another is not hidden
        }
        if ((automaton.blind(call) || !duty) && !beforeCrash && !wanted(stateAfter)) {
            return false;
        }
        // of equal calls, only the one that ends first and is no less of a duty
        for (int place = 0; place < slots.openCount(); place++) {
            int other = slots.openSlot(place);
            if (other == slot || slots.call(other) != call) {
                continue;
            }
            int word = 1 + (other >>> 6);
            long bit = 1L << other;
            boolean free = (cells[at + words + word] & bit) != 0;
            boolean otherDuty = (cells[at + word] & bit) != 0;
            boolean sooner = slots.end(other) < slots.end(slot) || slots.end(other) == slots.end(slot) && other < slot;
            if (free && sooner && (otherDuty || !duty)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some open operation that is no blind write could come next in that state. */
    private boolean wanted(int state) {
        if (state >= wanted.length) {
            int length = Math.max(wanted.length * 2, state + 1);
            wanted = Arrays.copyOf(wanted, length);
            wantedEvents = Arrays.copyOf(wantedEvents, length);
        }
        if (wantedEvents[state] != rank + 1) {
            wantedEvents[state] = rank + 1;
            wanted[state] = false;
            for (int place = 0; place < slots.openCount() && !wanted[state]; place++) {
                int call = slots.call(slots.openSlot(place));
                wanted[state] = !automaton.blind(call) && automaton.step(state, call) != Automaton.ILLEGAL;
            }
        }
        return wanted[state];
    }

    private void linearizeEagerly(long[] cells, int at) {
        for (int word = 1; word <= words; word++) {
            for (long rest = cells[at + word]; rest != 0; rest &= rest - 1) {
                int slot = (word - 1 << 6) + Long.numberOfTrailingZeros(rest);
                if (!retiresSome(slot, cells, at) && automaton.eager((int) cells[at], slots.call(slot))) {
                    cells[at + word] &= ~(1L << slot);
                    cells[at + words + word] &= ~(1L << slot);
                }
            }
        }
    }

    private List<String> possibleBefore() {
        Set<String> possible = new LinkedHashSet<>();
        // after the failing end, nextFrontier still holds the configurations before it
        for (int i = 0; i < nextFrontier.size() && possible.size() < POSSIBLE_MAX; i++) {
            if (nextFrontier.isAlive(i)) {
                possible.add(automaton.describe((int) nextFrontier.cells()[i * stride]));
            }
        }
        return new ArrayList<>(possible);
    }
}
