package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An automaton whose states and calls are objects with {@code equals}, numbered in the order in which they are met. What
 * it promises engines by itself is what holds for every object: equal calls cover each other, and a call that only asks
 * may be linearized where it fits without changing the state.
 *
 * @param <S> states; immutable
 * @param <C> calls; immutable
 */
abstract class InternedAutomaton<S, C> implements Automaton {
    /** Cells that one state takes beside its contents: two entries of maps and lists, and the object itself. */
    private static final int CELLS_PER_STATE = 16;

    private final Function<Operation, Optional<C>> callOf;
    private final List<C> calls = new ArrayList<>();
    private final Map<C, Integer> callNumbers = new HashMap<>();
    private final List<S> states = new ArrayList<>();
    private final Map<S, Integer> stateNumbers = new HashMap<>();
    private final StepMemo memo = new StepMemo();
    private final long cellsMax = Runtime.getRuntime().maxMemory() / 8 / Long.BYTES;
    private long cells;

    /**
     * Numbers the calls.
     *
     * @param callOf the call of an operation; empty when it constrains nothing
     */
    InternedAutomaton(S initial, List<Operation> operations, Function<Operation, Optional<C>> callOf) {
        this.callOf = callOf;
        for (Operation operation : operations) {
            callOf.apply(operation).ifPresent(call -> {
                if (callNumbers.putIfAbsent(call, calls.size()) == null) {
                    calls.add(call);
                }
            });
        }
        number(initial);
    }

    /** The state after the call; empty when the call cannot have its answer in that state. */
    abstract Optional<S> next(S state, C call);

    /** Whether the call never changes the object's value: a history without it allows no less. */
    abstract boolean observes(C call);

    /** Whether the call is legal in every state and leads to the very same state from every state. */
    boolean overwrites(C call) {
        return false;
    }

    /** Whether the one call, wherever the other, which differs, is legal, is legal too and leads to the same state. */
    boolean standsFor(C call, C other) {
        return false;
    }

    /** The state for people. */
    abstract String text(S state);

    /** Number of 64-bit cells that the contents of a state take. */
    int cellsOf(S state) {
        return 1;
    }

    private int number(S state) {
        Integer known = stateNumbers.get(state);
        if (known != null) {
            return known;
        }
        long cellsNow = cells + CELLS_PER_STATE + cellsOf(state);
        if (cellsNow > cellsMax) {
            throw new StatesExhaustedException("the model's " + states.size() + " states need more than "
                    + cellsMax * Long.BYTES / (1 << 20) + " MB");
        }
        cells = cellsNow;
        stateNumbers.put(state, states.size());
        states.add(state);
        return states.size() - 1;
    }

    @Override
    public final int initialState() {
        return 0;
    }

    @Override
    public final int call(Operation operation) {
        return callOf.apply(operation).map(callNumbers::get).orElse(NO_CALL);
    }

    @Override
    public final int step(int state, int call) {
        int known = memo.get(state, call);
        if (known != StepMemo.MISSING) {
            return known;
        }
        int number = next(states.get(state), calls.get(call)).map(this::number).orElse(ILLEGAL);
        memo.put(state, call, number);
        return number;
    }

    @Override
    public final boolean blind(int call) {
        return overwrites(calls.get(call));
    }

    @Override
    public final boolean blindLeavesNoTrace() {
        return true;
    }

    @Override
    public final boolean observer(int call) {
        return observes(calls.get(call));
    }

    @Override
    public final boolean eager(int state, int call) {
        return observes(calls.get(call)) && step(state, call) == state;
    }

    @Override
    public final boolean crashSensitive(int call) {
        return false;
    }

    @Override
    public final boolean covers(int call, int other) {
        return call == other || standsFor(calls.get(call), calls.get(other));
    }

    @Override
    public final int callAfterCrash(int call, int epoch) {
        return call;
    }

    @Override
    public final int afterCrash(int state) {
        return state;
    }

    @Override
    public final String describe(int state) {
        return text(states.get(state));
    }
}
