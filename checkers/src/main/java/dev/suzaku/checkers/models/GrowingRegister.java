package dev.suzaku.checkers.models;

import dev.suzaku.checkers.models.RegisterCalls.Kind;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import java.util.List;

/**
 * A register whose operations become known a segment of the history at a time: states and calls keep their numbers. Takes
 * 20 to 40 bytes for each different value and each different compare-and-set, nothing for an operation.
 *
 * <pre>
 *   a state: number of the value
 *   a call:  | number of the value, or of the compare-and-set | 2 bits: {@link RegisterCalls.Kind} |
 * </pre>
 */
public final class GrowingRegister implements Model, Automaton, ReadsAndWrites {
    private final boolean withCas;
    private final RegisterCalls calls;

    private GrowingRegister(boolean withCas) {
        this.withCas = withCas;
        this.calls = RegisterCalls.growing(withCas);
    }

    /** Whether the model has a growing variant: the registers have. */
    public static boolean isFor(Model model) {
        return model instanceof RegisterModel;
    }

    /** The growing variant of a model. @throws IllegalArgumentException when there is none */
    public static GrowingRegister of(Model model) {
        if (!isFor(model)) {
            throw new IllegalArgumentException("model " + model.name() + " cannot grow");
        }
        return new GrowingRegister(((RegisterModel) model).withCas());
    }

    @Override
    public String name() {
        return withCas ? "cas-register" : "register";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        operations.forEach(calls::call);
        return this;
    }

    @Override
    public ObjectCalls calls(OperationColumns columns, int[] rows, List<PowerCut> cuts) {
        int[] numbers = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            numbers[i] = calls.call(columns, rows[i]);
        }
        return new ObjectCalls(this, numbers);
    }

    @Override
    public int values() {
        return calls.values().size();
    }

    @Override
    public int valueRead(int call) {
        return calls.kind(call) == Kind.READ ? calls.first(call) : NO_VALUE;
    }

    @Override
    public int valueWritten(int call) {
        return calls.kind(call) == Kind.WRITE ? calls.first(call) : NO_VALUE;
    }

    @Override
    public int initialState() {
        return RegisterValues.NOTHING;
    }

    @Override
    public int call(Operation operation) {
        return calls.call(operation);
    }

    @Override
    public int step(int state, int call) {
        int first = calls.first(call);
        return switch (calls.kind(call)) {
            case READ -> first == state ? state : ILLEGAL;
            case WRITE -> first;
            case CAS -> first == state ? calls.second(call) : ILLEGAL;
            case REFUSED -> first == state ? ILLEGAL : state;
        };
    }

    @Override
    public boolean blind(int call) {
        return calls.kind(call) == Kind.WRITE;
    }

    @Override
    public boolean blindLeavesNoTrace() {
        return true;
    }

    @Override
    public boolean observer(int call) {
        return calls.kind(call) == Kind.READ || calls.kind(call) == Kind.REFUSED;
    }

    @Override
    public boolean eager(int state, int call) {
        return observer(call) && step(state, call) != ILLEGAL;
    }

    @Override
    public boolean crashSensitive(int call) {
        return false;
    }

    @Override
    public boolean covers(int call, int other) {
        return call == other || blind(call) && step(RegisterValues.NOTHING, call) == left(other);
    }

    private int left(int call) {
        return switch (calls.kind(call)) {
            case WRITE -> calls.first(call);
            case CAS -> calls.second(call);
            case READ, REFUSED -> NO_VALUE;
        };
    }

    @Override
    public int callAfterCrash(int call, int epoch) {
        return call;
    }

    @Override
    public int afterCrash(int state) {
        return state;
    }

    @Override
    public String describe(int state) {
        return calls.values().text(state);
    }
}
