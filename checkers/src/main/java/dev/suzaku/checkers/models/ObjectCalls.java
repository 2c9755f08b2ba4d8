package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import java.util.List;

/** The automaton of one object with what each of its operations asks of it. */
public final class ObjectCalls {
    private final Automaton automaton;
    private final int[] calls;

    ObjectCalls(Automaton automaton, int[] calls) {
        this.automaton = automaton;
        this.calls = calls;
    }

    /** Made for these operations. */
    public Automaton automaton() {
        return automaton;
    }

    /** Per operation the number of its call, or {@link Automaton#NO_CALL}; not to be changed. */
    public int[] calls() {
        return calls;
    }

    /** Asks the automaton for each call. */
    public static ObjectCalls of(Automaton automaton, List<Operation> operations) {
        int[] calls = new int[operations.size()];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = automaton.call(operations.get(i));
        }
        return new ObjectCalls(automaton, calls);
    }
}
