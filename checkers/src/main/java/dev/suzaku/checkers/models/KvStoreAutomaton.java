package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All keys of a memcached that is flushed. A state has the state of each key; a call is one of a key, or one that flushes
 * all.
 */
final class KvStoreAutomaton implements Automaton {
    private static final int ALL = -1;
    private static final int KEYS_SHOWN_MAX = 8;
    /** Cells of 64 bits that one state takes beside its keys. */
    private static final int CELLS_PER_STATE = 16;

    private static final long CELLS_MAX = Runtime.getRuntime().maxMemory() / 8 / Long.BYTES;

    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final List<KvAutomaton> automata = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Call, Integer> callNumbers = new HashMap<>();
    private final List<Numbers> states = new ArrayList<>();
    private final Map<Numbers, Integer> stateNumbers = new HashMap<>();
    private final StepMemo memo = new StepMemo();
    private final int[] flushes;

    /** @param key number of the key, or {@link #ALL} */
    private record Call(int key, int call) {}

    KvStoreAutomaton(List<Operation> operations, List<PowerCut> cuts, boolean evicting) {
        Map<String, List<Operation>> byKey = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (!KvModel.flushes(operation)) {
                byKey.put(operation.key(), new ArrayList<>());
            }
        }
        for (Operation operation : operations) {
            if (KvModel.flushes(operation)) {
                byKey.values().forEach(list -> list.add(operation));
            } else {
                byKey.get(operation.key()).add(operation);
            }
        }
        // there is none where a flush failed or was not applied
        Optional<Operation> flush =
                operations.stream().filter(KvStoreAutomaton::erases).findFirst();
        flushes = new int[byKey.size()];
        byKey.forEach((key, own) -> {
            KvAutomaton automaton = new KvAutomaton(own, cuts, evicting);
            keyNumbers.put(key, keys.size());
            flushes[keys.size()] = flush.map(automaton::call).orElse(NO_CALL);
            keys.add(key);
            automata.add(automaton);
        });
        operations.forEach(this::call);
        number(Numbers.repeated(keys.size(), 0));
    }

    /** Whether it is a flush that was not refused. */
    private static boolean erases(Operation operation) {
        return KvModel.flushes(operation) && KvCall.of(operation).orElse(null) instanceof KvCall.Erase;
    }

    private int number(Numbers state) {
        Integer known = stateNumbers.putIfAbsent(state, states.size());
        if (known != null) {
            return known;
        }
        if ((long) states.size() * (CELLS_PER_STATE + keys.size()) > CELLS_MAX) {
            throw new StatesExhaustedException("the " + states.size() + " states of all " + keys.size()
                    + " keys together need too much memory; without flush_all each key is looked at alone");
        }
        states.add(state);
        return states.size() - 1;
    }

    private int number(Call call) {
        Integer known = callNumbers.putIfAbsent(call, calls.size());
        if (known != null) {
            return known;
        }
        calls.add(call);
        return calls.size() - 1;
    }

    @Override
    public int initialState() {
        return 0;
    }

    @Override
    public int call(Operation operation) {
        if (KvModel.flushes(operation)) {
            return erases(operation) ? number(new Call(ALL, 0)) : NO_CALL;
        }
        int key = keyNumbers.get(operation.key());
        int call = automata.get(key).call(operation);
        return call == NO_CALL ? NO_CALL : number(new Call(key, call));
    }

    @Override
    public int step(int state, int call) {
        int known = memo.get(state, call);
        if (known != StepMemo.MISSING) {
            return known;
        }
        Numbers next = states.get(state);
        Call made = calls.get(call);
        for (int key = made.key() == ALL ? 0 : made.key(); key < keys.size(); key++) {
            int after = automata.get(key).step((int) next.get(key), made.key() == ALL ? flushes[key] : made.call());
            if (after == ILLEGAL) {
                memo.put(state, call, ILLEGAL);
                return ILLEGAL;
            }
            next = next.with(key, after);
            if (made.key() != ALL) {
                break;
            }
        }
        int number = number(next);
        memo.put(state, call, number);
        return number;
    }

    /** A key's blind call says nothing of the other keys, and one that flushes all leaves what tokens were spent. */
    @Override
    public boolean blind(int call) {
        return calls.get(call).key() == ALL;
    }

    @Override
    public boolean observer(int call) {
        Call made = calls.get(call);
        return made.key() != ALL && automata.get(made.key()).observer(made.call());
    }

    @Override
    public boolean eager(int state, int call) {
        return observer(call) && step(state, call) == state;
    }

    @Override
    public boolean crashSensitive(int call) {
        Call made = calls.get(call);
        return made.key() != ALL && automata.get(made.key()).crashSensitive(made.call());
    }

    @Override
    public boolean covers(int call, int other) {
        Call one = calls.get(call);
        Call two = calls.get(other);
        return call == other
                || one.key() != ALL
                        && one.key() == two.key()
                        && automata.get(one.key()).covers(one.call(), two.call());
    }

    @Override
    public int callAfterCrash(int call, int epoch) {
        Call made = calls.get(call);
        return made.key() == ALL
                ? call
                : number(new Call(made.key(), automata.get(made.key()).callAfterCrash(made.call(), epoch)));
    }

    @Override
    public int afterCrash(int state) {
        Numbers next = states.get(state);
        for (int key = 0; key < keys.size(); key++) {
            next = next.with(key, automata.get(key).afterCrash((int) next.get(key)));
        }
        return number(next);
    }

    @Override
    public String describe(int state) {
        List<String> values = new ArrayList<>();
        for (int key = 0; key < Math.min(keys.size(), KEYS_SHOWN_MAX); key++) {
            values.add(keys.get(key) + " = "
                    + automata.get(key).describe((int) states.get(state).get(key)));
        }
        return String.join(", ", values) + (keys.size() > KEYS_SHOWN_MAX ? ", ..." : "");
    }
}
