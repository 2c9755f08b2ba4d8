package dev.suzaku.checkers.models;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;

/**
 * An automaton that is walked call by call. A call is written as in {@link HistoryLines}, without session and times; one
 * that was never answered ends with a question mark.
 */
final class Walk {
    private final Automaton automaton;

    /** @param calls all that may happen */
    Walk(String model, String... calls) {
        this(model, List.of(), calls);
    }

    Walk(String model, List<PowerCut> cuts, String... calls) {
        automaton = Models.named(model)
                .automaton(Arrays.stream(calls).map(Walk::operation).toList(), cuts);
    }

    static Operation operation(String call) {
        return call.endsWith("?")
                ? HistoryLines.operation("0 " + call.substring(0, call.length() - 1) + " @0..")
                : HistoryLines.operation("0 " + call + " @0..0");
    }

    Automaton automaton() {
        return automaton;
    }

    int call(String call) {
        return automaton.call(operation(call));
    }

    /** The state after the calls, from the beginning, or {@link Automaton#ILLEGAL}. */
    int state(String... calls) {
        int state = automaton.initialState();
        for (String call : calls) {
            if (state != Automaton.ILLEGAL) {
                state = automaton.step(state, call(call));
            }
        }
        return state;
    }

    /** The object's value after the calls, in words. */
    String after(String... calls) {
        int state = state(calls);
        return state == Automaton.ILLEGAL ? "illegal" : automaton.describe(state);
    }

    boolean legal(String... calls) {
        return state(calls) != Automaton.ILLEGAL;
    }

    boolean covers(String call, String other) {
        return automaton.covers(call(call), call(other));
    }
}
