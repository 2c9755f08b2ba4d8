package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.eras.EraObject.Event;
import dev.suzaku.checkers.models.Automaton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What difference it makes which operations of unknown outcome are left over when an era begins. Blind writes whose effect
 * nothing that comes later tells from another's are counted as one and the same; one that nothing later can follow before
 * it is overwritten is dropped. Used by one thread.
 */
final class Leftovers {
    /** What {@link #canonical} gives for a call that makes no difference. */
    static final int USELESS = -1;

    private static final int SAME = -2;

    private final EraObject object;
    private final Automaton automaton;
    private final Map<Integer, int[]> later = new HashMap<>();
    private final Map<Place, Integer> known = new HashMap<>();
    private final Map<Effect, Integer> first = new HashMap<>();

    /** A call that is left over when an era begins. */
    private record Place(int era, int call) {}

    /** What the calls that may come later do after it: their states, or that they are illegal or change nothing. */
    private record Effect(int era, List<Integer> outcomes) {}

    Leftovers(EraObject object) {
        this.object = object;
        this.automaton = object.automaton();
    }

    /** A call that is as good as the given one from the era's beginning on, the same for all that are, or USELESS. */
    int canonical(int era, int call) {
        return automaton.blind(call) && !automaton.crashSensitive(call)
                ? known.computeIfAbsent(new Place(era, call), this::compute)
                : call;
    }

    private int compute(Place place) {
        int state = automaton.step(automaton.initialState(), place.call());
        List<Integer> outcomes = new ArrayList<>();
        boolean useful = false;
        for (int call : later.computeIfAbsent(place.era(), this::askingFrom)) {
            int next = automaton.step(state, call);
            useful |= next != Automaton.ILLEGAL;
            outcomes.add(next == state ? SAME : next);
        }
        if (!useful) {
            return USELESS;
        }
        Integer equal = first.putIfAbsent(new Effect(place.era(), outcomes), place.call());
        return equal == null ? place.call() : equal;
    }

    /** All calls that are no blind writes and may happen in the era or later. */
    private int[] askingFrom(int era) {
        TreeSet<Integer> asking = new TreeSet<>();
        for (int each = 0; each < object.eras(); each++) {
            for (Event event : object.events(each)) {
                if (each >= era || event.kind() == EraObject.Kind.INVOKE_PENDING) {
                    add(event.call(), asking);
                }
                add(event.unanswered(), asking);
            }
        }
        return asking.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Adds the call with what crashes may make of it. */
    private void add(int call, TreeSet<Integer> asking) {
        if (call == Automaton.NO_CALL || automaton.blind(call)) {
            return;
        }
        asking.add(call);
        for (int epoch = 1; epoch < object.eras(); epoch++) {
            asking.add(automaton.callAfterCrash(call, epoch));
        }
    }
}
