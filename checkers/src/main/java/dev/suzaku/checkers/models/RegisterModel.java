package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;

/**
 * A register that is read and written, and compared-and-set in the variant {@code cas-register}. It begins as nothing.
 *
 * <pre>
 *   read: nothing -> value | nothing        write: value -> anything
 *   cas: [old, new] -> REFUSED              the register was certainly not old
 *   cas: [old, new] -> anything else        the register was old and became new
 * </pre>
 */
public final class RegisterModel implements Model {
    /** The result of a compare-and-set that was answered "not equal" and so constrains the register. */
    public static final Value REFUSED = Value.of("REFUSED");

    private final boolean withCas;

    RegisterModel(boolean withCas) {
        this.withCas = withCas;
    }

    boolean withCas() {
        return withCas;
    }

    @Override
    public String name() {
        return withCas ? "cas-register" : "register";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        RegisterCalls calls = new RegisterCalls(withCas);
        operations.forEach(calls::call);
        return new RegisterAutomaton(calls);
    }

    @Override
    public ObjectCalls calls(OperationColumns columns, int[] rows, List<PowerCut> cuts) {
        RegisterCalls calls = new RegisterCalls(withCas);
        int[] numbers = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            numbers[i] = calls.call(columns, rows[i]);
        }
        return new ObjectCalls(new RegisterAutomaton(calls), numbers);
    }
}
