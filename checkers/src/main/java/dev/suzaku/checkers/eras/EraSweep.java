package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.eras.EraObject.Event;
import dev.suzaku.checkers.eras.EraObject.Kind;
import dev.suzaku.checkers.eras.EraStates.One;
import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.StatesExhaustedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sweeps over one era of one object: just-in-time linearization (Lowe 2017), with the operations that may happen or not
 * beside those that must. Used once, by one thread.
 */
final class EraSweep {
    private static final int SLOTS_MAX = 64;
    private static final int RELAXED_STEPS_MIN = 1_000;
    private static final int RELAXED_STEPS_PER_EVENT = 30;
    private static final int USELESS = Integer.MAX_VALUE;

    /** The threshold that lies after everything. */
    static final long ALL = Long.MAX_VALUE;

    private final EraObject object;
    private final Automaton automaton;
    private final int era;
    private final boolean last;
    private final boolean relaxed;
    private final Budget budget;
    private final int[] calls = new int[SLOTS_MAX];
    private final Map<Integer, Integer> slots = new HashMap<>();
    private long used;
    private long steps;
    private long stepsMax;
    private EraStates states;

    /**
     * @param last whether no crash follows the era
     * @param relaxed whether what may happen may do so as often as is wanted: then it is certain what cannot be explained,
     *     but not what can
     */
    EraSweep(EraObject object, int era, boolean last, boolean relaxed, EraStates start, Budget budget) {
        this.relaxed = relaxed;
        this.stepsMax = RELAXED_STEPS_MIN
                + (long) RELAXED_STEPS_PER_EVENT * object.events(era).size();
        this.object = object;
        this.automaton = object.automaton();
        this.era = era;
        this.last = last;
        this.states = start;
        this.budget = budget;
    }

    /** Tries more before a relaxed sweep is given up. */
    EraSweep withSteps(int perEvent) {
        stepsMax = RELAXED_STEPS_MIN + (long) perEvent * object.events(era).size();
        return this;
    }

    /** Whether the whole era has a linearization from some of the states. */
    boolean linearizable() {
        sweep(object.events(era));
        return !states.isEmpty();
    }

    /**
     * What the next era may begin with if the survivors of this one are a prefix of one linearization of it.
     *
     * @param threshold what returned before it must survive, what was invoked after it must not
     */
    EraStates prefix(long threshold) {
        List<Event> events = object.events(era);
        int split = 0;
        while (split < events.size() && before(events.get(split), threshold)) {
            split++;
        }
        sweep(events.subList(0, split));
        if (split < events.size() || states.all().stream().anyMatch(this::crashMatters)) {
            expandAll();
        }
        EraStates marked = new EraStates();
        for (One one : states.all()) {
            marked.add(new One(one.state(), one.state(), one.todo(), one.free()));
        }
        states = marked;
        sweep(events.subList(split, events.size()));
        EraStates next = new EraStates();
        for (One one : states.all()) {
            next.add(afterCrash(one.saved(), one.free()));
        }
        return next;
    }

    private static boolean before(Event event, long threshold) {
        return event.invokes() ? event.nanos() <= threshold : event.nanos() < threshold;
    }

    /**
     * What the next era may begin with if the survivors of this one are a consistent cut of its events.
     *
     * @param threshold as for {@link #prefix}
     */
    EraStates cut(long threshold) {
        List<Event> kept = new ArrayList<>();
        for (Event event : object.events(era)) {
            boolean whole = event.returnNanos() < threshold;
            if (event.kind() == Kind.INVOKE && !whole) {
                if (event.nanos() <= threshold && event.unanswered() != Automaton.NO_CALL) {
                    kept.add(new Event(
                            event.nanos(), Kind.INVOKE_PENDING, event.unanswered(), event.unanswered(), -1, -1, ALL));
                }
            } else if (event.kind() != Kind.RETURN || whole) {
                kept.add(event);
            }
        }
        sweep(kept);
        if (states.all().stream().anyMatch(this::crashMatters)) {
            expandAll();
        }
        EraStates next = new EraStates();
        for (One one : states.all()) {
            next.add(afterCrash(one.state(), one.free()));
        }
        return next;
    }

    private boolean crashMatters(One one) {
        return Arrays.stream(one.free()).anyMatch(free -> automaton.crashSensitive(call(free)));
    }

    private One afterCrash(int state, int[] free) {
        int[] left = Arrays.stream(free)
                .map(each -> each < 0 ? each : leftOver(each))
                .filter(each -> each != USELESS)
                .sorted()
                .toArray();
        if (relaxed) {
            left = Arrays.stream(left).distinct().toArray();
        }
        return new One(automaton.afterCrash(state), EraStates.NOTHING_SAVED, 0, left);
    }

    private int leftOver(int call) {
        int left = object.leftovers().canonical(era + 1, automaton.callAfterCrash(call, era + 1));
        return left == Leftovers.USELESS ? USELESS : left;
    }

    /** The call of something free: as it was made in this era, whatever crashes made of it since. */
    private int call(int free) {
        if (free >= 0) {
            return free;
        }
        EraObject.Crossing crossing = object.crossing(~free);
        int call = crossing.call();
        for (int crash = crossing.invokedIn() + 1; crash <= era; crash++) {
            call = automaton.callAfterCrash(call, crash);
        }
        return call;
    }

    private void sweep(List<Event> events) {
        for (Event event : events) {
            if (event.kind() == Kind.RETURN) {
                end(event);
            } else if (event.kind() == Kind.INVOKE) {
                invoke(event);
            } else {
                int free = event.crossing() >= 0 ? ~event.crossing() : event.call();
                EraStates more = new EraStates();
                for (One one : states.all()) {
                    boolean known = relaxed && Arrays.binarySearch(one.free(), free) >= 0;
                    int[] all = known ? one.free() : EraStates.with(one.free(), free);
                    more.add(new One(one.state(), one.saved(), one.todo(), all));
                }
                states = more;
            }
        }
    }

    private void invoke(Event event) {
        if (used == -1) {
            throw new Exhausted("more than " + SLOTS_MAX + " operations on " + KeyHistory.inWords(object.key())
                    + " are open at once");
        }
        int slot = Long.numberOfTrailingZeros(~used);
        used |= 1L << slot;
        calls[slot] = event.call();
        slots.put(event.pair(), slot);
        EraStates more = new EraStates();
        for (One one : states.all()) {
            more.add(eager(new One(one.state(), one.saved(), one.todo() | 1L << slot, one.free())));
        }
        states = more;
    }

    private void end(Event event) {
        EraStates done = new EraStates();
        EraStates seen = new EraStates();
        ArrayDeque<One> todo = new ArrayDeque<>(); // first in, first out: those that used up little come first
        Integer slot = slots.get(event.pair());
        for (One one : states.all()) {
            if (ended(one, event, slot)) {
                done.add(one);
            } else if (seen.add(one)) {
                todo.add(one);
            }
        }
        while (!todo.isEmpty()) {
            for (One after : successors(todo.remove(), true)) {
                if (ended(after, event, slot)) {
                    done.add(after);
                } else if (seen.add(after)) {
                    todo.add(after);
                }
            }
        }
        if (slot != null) {
            used &= ~(1L << slot);
            slots.remove(event.pair());
        }
        states = done;
    }

    private static boolean ended(One one, Event event, Integer slot) {
        return slot != null ? (one.todo() & 1L << slot) == 0 : Arrays.binarySearch(one.free(), ~event.crossing()) < 0;
    }

    /** Lets any of what may be next happen, any number of times. */
    private void expandAll() {
        EraStates seen = EraStates.of(states.all());
        ArrayDeque<One> todo = new ArrayDeque<>(states.all());
        List<One> reached = new ArrayList<>(todo);
        while (!todo.isEmpty()) {
            for (One after : successors(todo.remove(), false)) {
                if (seen.add(after)) {
                    todo.add(after);
                    reached.add(after);
                }
            }
        }
        states = EraStates.of(reached);
    }

    /** @param wantedOnly whether what may be left out is tried only where something open asks about its effect */
    private List<One> successors(One one, boolean wantedOnly) {
        List<One> successors = new ArrayList<>();
        for (long rest = one.todo(); rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            int state = step(one.state(), calls[slot]);
            if (state != Automaton.ILLEGAL) {
                successors.add(eager(new One(state, one.saved(), one.todo() & ~(1L << slot), one.free())));
            }
        }
        for (int place = 0; place < one.free().length; place++) {
            int free = one.free()[place];
            if (place > 0 && one.free()[place - 1] == free || lost(one, free)) {
                continue;
            }
            int state = step(one.state(), call(free));
            if (state != Automaton.ILLEGAL) {
                int[] left = relaxed && free >= 0 ? one.free() : EraStates.without(one.free(), place);
                One after = new One(state, one.saved(), one.todo(), left);
                if (free < 0 || !wantedOnly || wanted(after)) {
                    successors.add(eager(after));
                }
            }
        }
        return successors;
    }

    /** Whether something that is no blind write could come next. */
    private boolean wanted(One one) {
        for (long rest = one.todo(); rest != 0; rest &= rest - 1) {
            int call = calls[Long.numberOfTrailingZeros(rest)];
            if (!automaton.blind(call) && step(one.state(), call) != Automaton.ILLEGAL) {
                return true;
            }
        }
        for (int free : one.free()) {
            int call = call(free);
            if (!automaton.blind(call) && step(one.state(), call) != Automaton.ILLEGAL) {
                return true;
            }
        }
        return false;
    }

    /** Whether the operation would happen after what survives, although it is answered in a later era. */
    private boolean lost(One one, int free) {
        return free < 0
                && !last
                && one.saved() != EraStates.NOTHING_SAVED
                && object.crossing(~free).answeredIn() > era;
    }

    private int step(int state, int call) {
        if (relaxed && ++steps > stepsMax) {
            throw new Exhausted("there are too many states"); // as where a counter may count as far as is wanted
        }
        if (budget.spent()) {
            throw new Exhausted(budget.whySpent().orElse("the budget ran out"));
        }
        try {
            return automaton.step(state, call);
        } catch (StatesExhaustedException e) {
            throw new Exhausted(e.getMessage());
        }
    }

    private One eager(One one) {
        long todo = one.todo();
        for (long rest = todo; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            if (automaton.eager(one.state(), calls[slot])) {
                todo &= ~(1L << slot);
            }
        }
        return todo == one.todo() ? one : new One(one.state(), one.saved(), todo, one.free());
    }

    /** The budget, or another limit, does not allow an answer. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted(String reason) {
            super(reason);
        }
    }
}
