package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One memcached key; {@link KvModel} says what the operations do. */
final class KvAutomaton implements Automaton {
    /** Stands for all tokens that no other operation can name any more. */
    private static final long FOREIGN = Long.MIN_VALUE;

    private final KvValues values;
    private final KvTokens tokens = new KvTokens();
    /** How many operations name a token: one that is named once cannot contradict anything. */
    private final Map<Long, Integer> mentions = new HashMap<>();

    /** Number of operations of unknown outcome that name a token. */
    private final Map<Long, Integer> pendingMentions = new HashMap<>();

    /** The last epoch in which an operation that completed may have used a token. */
    private final Map<Long, Integer> lastEpochs = new HashMap<>();

    private final List<KvCall> calls = new ArrayList<>();
    private final Map<KvCall, Integer> callNumbers = new HashMap<>();
    private final List<KvState> states = new ArrayList<>();
    private final Map<KvState, Integer> stateNumbers = new HashMap<>();
    private final StepMemo memo = new StepMemo();

    KvAutomaton(List<Operation> operations, List<PowerCut> cuts) {
        List<KvCall> made =
                operations.stream().map(KvCall::of).flatMap(Optional::stream).toList();
        values = new KvValues(made);
        made.forEach(call -> callNumber(merged(call)));
        for (Operation operation : operations) {
            KvCall.of(operation).flatMap(KvAutomaton::token).ifPresent(token -> {
                mentions.merge(token, 1, Integer::sum);
                if (operation.outcome() == Outcome.INFO) {
                    pendingMentions.merge(token, 1, Integer::sum);
                } else {
                    lastEpochs.merge(token, KvTokens.lastEpoch(operation.returnNanos(), cuts), Math::max);
                }
            });
            if (operation.function().equals("gets") && KvCall.of(operation).orElse(null) instanceof KvCall.Gets gets) {
                tokens.add(operation, values.number(gets.value()), gets.token(), cuts);
            }
        }
        number(KvState.fresh(0, KvValues.ABSENT));
    }

    private int callNumber(KvCall call) {
        Integer known = callNumbers.putIfAbsent(call, calls.size());
        if (known != null) {
            return known;
        }
        calls.add(call);
        return calls.size() - 1;
    }

    /** The same call for all values that nothing asks about. */
    private KvCall merged(KvCall call) {
        if (call instanceof KvCall.Set set) {
            return new KvCall.Set(merged(set.value()));
        } else if (call instanceof KvCall.Add add) {
            return new KvCall.Add(merged(add.value()));
        } else if (call instanceof KvCall.Replace replace) {
            return new KvCall.Replace(merged(replace.value()));
        } else if (call instanceof KvCall.Cas cas) {
            return new KvCall.Cas(merged(cas.value()), cas.token());
        }
        return call;
    }

    private String merged(String value) {
        return values.number(value) == KvValues.UNASKED ? KvValues.UNASKED_TEXT : value;
    }

    private static Optional<Long> token(KvCall call) {
        if (call instanceof KvCall.Cas cas) {
            return Optional.of(cas.token());
        } else if (call instanceof KvCall.Gets gets) {
            return Optional.of(gets.token());
        } else if (call instanceof KvCall.Exists exists) {
            return Optional.of(exists.token());
        }
        return Optional.empty();
    }

    private int number(KvState state) {
        Integer known = stateNumbers.putIfAbsent(state, states.size());
        if (known != null) {
            return known;
        }
        states.add(state);
        return states.size() - 1;
    }

    @Override
    public int initialState() {
        return 0;
    }

    @Override
    public int call(Operation operation) {
        return KvCall.of(operation).map(this::merged).map(callNumbers::get).orElse(NO_CALL);
    }

    @Override
    public int step(int state, int call) {
        int known = memo.get(state, call);
        if (known != StepMemo.MISSING) {
            return known;
        }
        KvState next = next(states.get(state), calls.get(call));
        int number = next == null ? ILLEGAL : number(next);
        memo.put(state, call, number);
        return number;
    }

    /** The state after the call, or null when its answer does not fit. */
    private KvState next(KvState state, KvCall call) {
        if (call instanceof KvCall.Read read) {
            boolean fits = read.value()
                    .map(text -> state.value() == values.number(text))
                    .orElse(!state.present());
            return fits ? state : null;
        } else if (call instanceof KvCall.Gets gets) {
            return state.value() == values.number(gets.value()) ? withToken(state, gets.token()) : null;
        } else if (call instanceof KvCall.Present) {
            return state.present() ? state : null;
        } else if (call instanceof KvCall.Set set) {
            return changed(state, values.number(set.value()));
        } else if (call instanceof KvCall.Add add) {
            return state.present() ? null : changed(state, values.number(add.value()));
        } else if (call instanceof KvCall.Replace replace) {
            return state.present() ? changed(state, values.number(replace.value())) : null;
        } else if (call instanceof KvCall.Delete) {
            return state.present() ? changed(state, KvValues.ABSENT) : null;
        } else if (call instanceof KvCall.Cas cas) {
            KvState matched = state.present() ? withToken(state, cas.token()) : null;
            return matched == null ? null : changed(matched, values.number(cas.value()));
        } else if (call instanceof KvCall.Exists exists) {
            return state.present() ? withoutToken(state, exists.token()) : null;
        } else if (call instanceof KvCall.Increment increment) {
            return counted(state, increment.delta(), increment.result(), true);
        } else if (call instanceof KvCall.Decrement decrement) {
            return counted(state, decrement.delta(), decrement.result(), false);
        }
        throw new IllegalStateException("unknown call " + call);
    }

    private KvState counted(KvState state, long delta, Optional<String> result, boolean up) {
        OptionalLong before = values.unsigned(state.value());
        if (before.isEmpty()) {
            return null;
        }
        long number = before.getAsLong();
        long after = up ? number + delta : Long.compareUnsigned(number, delta) < 0 ? 0 : number - delta;
        String text = Long.toUnsignedString(after);
        return result.isEmpty() || result.get().equals(text) ? changed(state, values.number(text)) : null;
    }

    /** A new version: its token is not known, that of the one before is spent. */
    private KvState changed(KvState state, int value) {
        Set<Long> spent = state.spent();
        if (state.bound() && mentions.getOrDefault(state.token(), 0) > 1) {
            spent = with(spent, state.token());
        }
        return new KvState(state.epoch(), value, false, 0, Set.of(), spent);
    }

    /** The token of a version when the value alone tells it. */
    private OptionalLong certainToken(KvState state) {
        return values.ambiguous(state.value()) ? OptionalLong.empty() : tokens.tokenOf(state.epoch(), state.value());
    }

    /** The state, given that its version has the token; null when it cannot have it. */
    private KvState withToken(KvState state, long token) {
        OptionalLong certain = certainToken(state);
        if (certain.isPresent()) {
            return certain.getAsLong() == token ? state : null;
        }
        if (state.bound()) {
            return state.token() == token ? state : null;
        }
        if (!mayHave(state, token)) {
            return null;
        }
        return new KvState(state.epoch(), state.value(), true, token, Set.of(), state.spent());
    }

    /** The state, given that its version does not have the token; null when it must have it. */
    private KvState withoutToken(KvState state, long token) {
        OptionalLong certain = certainToken(state);
        if (certain.isPresent()) {
            return certain.getAsLong() == token ? null : state;
        }
        if (state.bound()) {
            return state.token() == token ? null : state;
        }
        if (!mayHave(state, token) || mentions.getOrDefault(token, 0) <= 1) {
            return state;
        }
        return new KvState(state.epoch(), state.value(), false, 0, with(state.excluded(), token), state.spent());
    }

    private boolean mayHave(KvState state, long token) {
        OptionalInt owner = tokens.owner(state.epoch(), token);
        return (owner.isEmpty() || owner.getAsInt() == state.value())
                && !state.excluded().contains(token)
                && !state.spent().contains(token);
    }

    private static Set<Long> with(Set<Long> set, long more) {
        Set<Long> grown = new HashSet<>(set);
        grown.add(more);
        return Set.copyOf(grown);
    }

    @Override
    public boolean blind(int call) {
        return calls.get(call) instanceof KvCall.Set;
    }

    @Override
    public boolean observer(int call) {
        KvCall made = calls.get(call);
        return made instanceof KvCall.Read
                || made instanceof KvCall.Gets
                || made instanceof KvCall.Present
                || made instanceof KvCall.Exists;
    }

    @Override
    public boolean eager(int state, int call) {
        KvCall made = calls.get(call);
        if (made instanceof KvCall.Read || made instanceof KvCall.Present) {
            return step(state, call) != ILLEGAL;
        }
        if (made instanceof KvCall.Gets || made instanceof KvCall.Exists) {
            return step(state, call) == state;
        }
        return false;
    }

    @Override
    public boolean crashSensitive(int call) {
        KvCall made = calls.get(call);
        return made instanceof KvCall.Gets || made instanceof KvCall.Cas || made instanceof KvCall.Exists;
    }

    @Override
    public boolean covers(int call, int other) {
        if (call == other) {
            return true;
        }
        KvCall strong = calls.get(call);
        KvCall weak = calls.get(other);
        if (strong instanceof KvCall.Set set) {
            return weak instanceof KvCall.Add add && add.value().equals(set.value())
                    || weak instanceof KvCall.Replace replace && replace.value().equals(set.value())
                    || weak instanceof KvCall.Cas cas && cas.value().equals(set.value());
        }
        return strong instanceof KvCall.Replace replace
                && weak instanceof KvCall.Cas cas
                && cas.value().equals(replace.value());
    }

    @Override
    public int callAfterCrash(int call, int epoch) {
        if (calls.get(call) instanceof KvCall.Cas cas
                && pendingMentions.getOrDefault(cas.token(), 0) == 1
                && lastEpochs.getOrDefault(cas.token(), 0) < epoch) {
            return callNumber(new KvCall.Cas(cas.value(), FOREIGN));
        }
        return call;
    }

    @Override
    public int afterCrash(int state) {
        KvState before = states.get(state);
        return number(KvState.fresh(before.epoch() + 1, before.value()));
    }

    @Override
    public String describe(int state) {
        return values.text(states.get(state).value());
    }
}
