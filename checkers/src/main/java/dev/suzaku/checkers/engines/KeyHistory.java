package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations on one object that matter, with their calls.
 *
 * @param key the object
 * @param model the name of its model
 * @param automaton its specification; used by one thread at a time
 * @param operations those that may have happened and constrain something, by invocation
 * @param calls their call numbers
 */
public record KeyHistory(String key, String model, Automaton automaton, List<Operation> operations, int[] calls) {
    /**
     * Prepares the operations of one object.
     *
     * @throws dev.suzaku.checkers.CheckException when an operation does not fit the model
     */
    public static KeyHistory of(String key, Model model, List<Operation> operations, List<PowerCut> cuts) {
        List<Operation> possible = operations.stream()
                .filter(operation -> operation.outcome() != Outcome.FAIL)
                .toList();
        Automaton automaton = model.automaton(possible, cuts);
        List<Operation> kept = new ArrayList<>();
        int[] calls = new int[possible.size()];
        for (Operation operation : possible) {
            int call = automaton.call(operation);
            if (call != Automaton.NO_CALL) {
                calls[kept.size()] = call;
                kept.add(operation);
            }
        }
        return new KeyHistory(key, model.name(), automaton, List.copyOf(kept), calls);
    }

    /** Whether the operation at that position must have happened. */
    public boolean mandatory(int position) {
        return operations.get(position).outcome() == Outcome.OK;
    }
}
