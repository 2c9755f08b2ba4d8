package dev.suzaku.checkers.models;

import dev.suzaku.checkers.models.RegisterModel.Call;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A register whose state is the number of its value. Values that nothing asks about share one number. */
final class RegisterAutomaton implements Automaton {
    private static final int ANY = -2;
    private static final int UNASKED = 1;

    private final Map<Value, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Map<Call, Integer> calls = new HashMap<>();
    // per call: the value it needs (or ANY), the value it must not find (or ANY), the value it leaves (or ANY)
    private final int[] needed;
    private final int[] forbidden;
    private final int[] left;

    RegisterAutomaton(List<Call> all) {
        numbers.put(Value.NOTHING, 0);
        texts.add("nothing");
        texts.add("a value that nobody asked for");
        Set<Value> asked = askedFor(all);
        for (Call call : all) {
            calls.putIfAbsent(call, calls.size());
        }
        needed = new int[calls.size()];
        forbidden = new int[calls.size()];
        left = new int[calls.size()];
        calls.forEach((call, number) -> {
            needed[number] = ANY;
            forbidden[number] = ANY;
            left[number] = ANY;
            if (call instanceof Call.Read read) {
                needed[number] = number(read.value());
            } else if (call instanceof Call.Write write) {
                left[number] = asked.contains(write.value()) ? number(write.value()) : UNASKED;
            } else if (call instanceof Call.Cas cas) {
                needed[number] = number(cas.before());
                left[number] = asked.contains(cas.after()) ? number(cas.after()) : UNASKED;
            } else if (call instanceof Call.Refused refused) {
                forbidden[number] = number(refused.before());
            }
        });
    }

    private static Set<Value> askedFor(List<Call> all) {
        Set<Value> asked = new HashSet<>();
        asked.add(Value.NOTHING);
        for (Call call : all) {
            if (call instanceof Call.Read read) {
                asked.add(read.value());
            } else if (call instanceof Call.Cas cas) {
                asked.add(cas.before());
            } else if (call instanceof Call.Refused refused) {
                asked.add(refused.before());
            }
        }
        return asked;
    }

    private int number(Value value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        numbers.put(value, texts.size());
        texts.add(value.toString());
        return texts.size() - 1;
    }

    @Override
    public int initialState() {
        return 0;
    }

    @Override
    public int call(Operation operation) {
        return RegisterModel.callOf(operation, true).map(calls::get).orElse(NO_CALL);
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
        return texts.get(state);
    }
}
