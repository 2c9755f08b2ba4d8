package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.eras.EraObject.Event;
import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.RegisterAutomaton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether an era of a register can be explained at all, whatever the register held when the era began, and if all that was
 * left over from before may happen as often as is wanted. Under buffered-prefix what was answered in an era before either
 * survived or is lost for ever, so that an era that cannot is a violation.
 */
final class EraAlone {
    private static final int STEPS_PER_EVENT = 10_000;

    private EraAlone() {}

    /** Whether nothing explains the era; false where that is not known. */
    static boolean unexplained(EraObject object, int era, Budget budget) {
        if (!(object.automaton() instanceof RegisterAutomaton register)) {
            return false;
        }
        EraStates start = anything(object, register, era);
        boolean last = era + 1 == object.eras();
        return !new EraSweep(object, era, last, true, start, budget)
                .withSteps(STEPS_PER_EVENT)
                .linearizable();
    }

    private static EraStates anything(EraObject object, RegisterAutomaton register, int era) {
        TreeSet<Integer> free = new TreeSet<>();
        for (int earlier = 0; earlier < era; earlier++) {
            for (Event event : object.events(earlier)) {
                if (event.kind() == EraObject.Kind.INVOKE_PENDING) {
                    int call = object.leftovers().canonical(era, event.call());
                    if (call != Leftovers.USELESS) {
                        free.add(call);
                    }
                }
            }
        }
        int[] calls = free.stream().mapToInt(Integer::intValue).toArray();
        TreeSet<Integer> states = new TreeSet<>(List.of(register.initialState(), register.unaskedState()));
        for (Event event : object.events(era)) {
            states.add(register.stateFound(event.call()));
        }
        free.forEach(call -> states.add(register.stateFound(call)));
        states.remove(Automaton.ILLEGAL);
        List<EraStates.One> all = new ArrayList<>();
        states.forEach(state -> all.add(new EraStates.One(state, EraStates.NOTHING_SAVED, 0, calls)));
        return EraStates.of(all);
    }
}
