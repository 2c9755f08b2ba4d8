package dev.suzaku.checkers.models;

import dev.suzaku.checkers.models.RegisterCalls.Kind;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;

/** A register whose state is the number of its value. Values that nothing asks about share one number. */
public final class RegisterAutomaton implements Automaton, ReadsAndWrites {
    private static final int ANY = -2;
    private static final int UNASKED = 1;

    private final RegisterCalls calls;
    private final int values;
    // the values of states, by their numbers
    private final int[] valueOfState;
    // per call: the value it needs (or ANY), the value it must not find (or ANY), the value it leaves (or ANY)
    private final int[] needed;
    private final int[] forbidden;
    private final int[] left;

    /** @param calls all that may happen to the register */
    RegisterAutomaton(RegisterCalls calls) {
        this.calls = calls;
        this.values = calls.values().size();
        int[] stateOfValue = new int[values];
        int count = UNASKED + 1;
        for (int call = 0; call < calls.size(); call++) {
            int asked = calls.first(call);
            boolean asks = calls.kind(call) != Kind.WRITE && asked != RegisterValues.NOTHING;
            if (asks && stateOfValue[asked] == 0) {
                stateOfValue[asked] = count++;
            }
        }
        this.valueOfState = new int[count];
        for (int value = 0; value < stateOfValue.length; value++) {
            if (stateOfValue[value] > 0) {
                valueOfState[stateOfValue[value]] = value;
            } else if (value != RegisterValues.NOTHING) {
                stateOfValue[value] = UNASKED;
            }
        }
        this.needed = new int[calls.size()];
        this.forbidden = new int[calls.size()];
        this.left = new int[calls.size()];
        for (int call = 0; call < calls.size(); call++) {
            Kind kind = calls.kind(call);
            int first = stateOfValue[calls.first(call)];
            needed[call] = kind == Kind.READ || kind == Kind.CAS ? first : ANY;
            forbidden[call] = kind == Kind.REFUSED ? first : ANY;
            left[call] = kind == Kind.WRITE ? first : kind == Kind.CAS ? stateOfValue[calls.second(call)] : ANY;
        }
    }

    @Override
    public int values() {
        return values;
    }

    @Override
    public int valueRead(int call) {
        return calls.kind(call) == Kind.READ ? calls.first(call) : NO_VALUE;
    }

    @Override
    public int valueWritten(int call) {
        return calls.kind(call) == Kind.WRITE ? calls.first(call) : NO_VALUE;
    }

    /** Number of the value that the call found and replaced by another, or {@link #NO_VALUE}. */
    public int valueReplaced(int call) {
        return calls.kind(call) == Kind.CAS ? calls.first(call) : NO_VALUE;
    }

    /** Number of the value that the call leaves, or {@link #NO_VALUE} when it leaves the register as it is. */
    public int valueLeft(int call) {
        return calls.kind(call) == Kind.CAS ? calls.second(call) : valueWritten(call);
    }

    /** Number of the value that the call certainly did not find, or {@link #NO_VALUE}. */
    public int valueMissed(int call) {
        return calls.kind(call) == Kind.REFUSED ? calls.first(call) : NO_VALUE;
    }

    /** Number of the value that a compare-and-set would leave if it succeeded, or {@link #NO_VALUE} for one unknown here. */
    public int valueOffered(Operation swap) {
        boolean known =
                swap.argument() instanceof Value.Sequence both && both.items().size() == 2;
        int value = known
                ? calls.values()
                        .number(((Value.Sequence) swap.argument()).items().get(1))
                : values;
        return value < values ? value : NO_VALUE;
    }

    /** The one state in which the call finds what it needs, or {@link #ILLEGAL} where there is no such state. */
    public int stateFound(int call) {
        return needed[call] == ANY ? ILLEGAL : needed[call];
    }

    /** The state of all values that nothing asks about. */
    public int unaskedState() {
        return UNASKED;
    }

    @Override
    public int initialState() {
        return 0;
    }

    @Override
    public int call(Operation operation) {
        int call = calls.call(operation);
        return call < needed.length ? call : NO_CALL;
    }

    @Override
    public int step(int state, int call) {
        if (needed[call] != ANY && needed[call] != state || forbidden[call] == state) {
            return ILLEGAL;
        }
        return left[call] == ANY ? state : left[call];
    }

    @Override
    public boolean blind(int call) {
        return needed[call] == ANY && forbidden[call] == ANY;
    }

    @Override
    public boolean blindLeavesNoTrace() {
        return true;
    }

    @Override
    public boolean observer(int call) {
        return left[call] == ANY;
    }

    @Override
    public boolean eager(int state, int call) {
        return left[call] == ANY && step(state, call) != ILLEGAL;
    }

    @Override
    public boolean crashSensitive(int call) {
        return false;
    }

    @Override
    public boolean covers(int call, int other) {
        return call == other || blind(call) && left[call] == left[other];
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
        if (state == UNASKED) {
            return "a value that nobody asked for";
        }
        return calls.values().text(valueOfState[state]);
    }
}
