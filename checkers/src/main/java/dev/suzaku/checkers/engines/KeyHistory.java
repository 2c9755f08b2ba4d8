package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The operations on one object that may have happened and constrain something, by invocation, as columns. Used by one
 * thread at a time.
 */
public final class KeyHistory {
    private final String key;
    private final String model;
    private final Automaton automaton;
    private final List<Operation> operations;
    private final int[] calls;
    private final long[] invokes;
    private final long[] returns;
    private int[] byReturn;

    private KeyHistory(String key, String model, Automaton automaton, List<Operation> operations, int[] calls) {
        this.key = key;
        this.model = model;
        this.automaton = automaton;
        this.operations = operations;
        this.calls = calls;
        this.invokes = new long[calls.length];
        this.returns = new long[calls.length];
        for (int position = 0; position < calls.length; position++) {
            Operation operation = operations.get(position);
            invokes[position] = operation.invokeNanos();
            returns[position] = operation.returnNanos();
            if (position > 0 && invokes[position] < invokes[position - 1]) {
                throw new IllegalArgumentException("operation " + operation.index() + " of key " + key
                        + " was invoked before the one that precedes it");
            }
        }
    }

    /**
     * Prepares the operations of one object.
     *
     * @param operations all of the object, by invocation
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
        return new KeyHistory(key, model.name(), automaton, List.copyOf(kept), Arrays.copyOf(calls, kept.size()));
    }

    /** The object. */
    public String key() {
        return key;
    }

    /** The name of the object's model. */
    public String model() {
        return model;
    }

    /** The object's specification. */
    public Automaton automaton() {
        return automaton;
    }

    /** The operations. */
    public List<Operation> operations() {
        return operations;
    }

    /** The calls of all operations, not to be changed. */
    public int[] calls() {
        return calls;
    }

    /** Number of operations. */
    public int size() {
        return calls.length;
    }

    /** Number of the call of the operation at that position. */
    public int call(int position) {
        return calls[position];
    }

    public long invokeNanos(int position) {
        return invokes[position];
    }

    /** When the operation was answered, or {@link Operation#NEVER}. */
    public long returnNanos(int position) {
        return returns[position];
    }

    /** The operation's index in the whole history. */
    public int index(int position) {
        return operations.get(position).index();
    }

    /** Whether the operation at that position must have happened. */
    public boolean mandatory(int position) {
        return returns[position] != Operation.NEVER;
    }

    /** The positions of the mandatory operations by their returns, equal ones by position; not to be changed. */
    int[] byReturn() {
        if (byReturn == null) {
            byReturn = ReturnOrder.of(returns);
        }
        return byReturn;
    }
}
