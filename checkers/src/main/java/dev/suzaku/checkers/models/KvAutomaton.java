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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** One memcached key; {@link KvModel} says what the operations do. */
final class KvAutomaton implements Automaton {
    /** Stands for all tokens that no other operation can name any more. */
    private static final long FOREIGN = Long.MIN_VALUE;

    private final boolean evicting;
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

    KvAutomaton(List<Operation> operations, List<PowerCut> cuts, boolean evicting) {
        this.evicting = evicting;
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
                tokens.add(operation, gets.value(), gets.token(), cuts);
            }
        }
        number(KvState.fresh(0, KvValues.ABSENT, false));
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
            return new KvCall.Set(values.merged(set.value()), set.mortal());
        } else if (call instanceof KvCall.Add add) {
            return new KvCall.Add(values.merged(add.value()), add.mortal());
        } else if (call instanceof KvCall.Replace replace) {
            return new KvCall.Replace(values.merged(replace.value()), replace.mortal());
        } else if (call instanceof KvCall.Cas cas) {
            return new KvCall.Cas(values.merged(cas.value()), cas.token(), cas.mortal());
        }
        return call;
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
        if (call instanceof KvCall.Nothing) {
            return state;
        } else if (call instanceof KvCall.Read read) {
            return read.value().isPresent() ? narrowed(state, read.value().get()) : absent(state);
        } else if (call instanceof KvCall.Set set) {
            return changed(state, values.number(set.value()), set.mortal());
        } else if (call instanceof KvCall.Erase) {
            return changed(state, KvValues.ABSENT, false);
        } else if (call instanceof KvCall.Add add) {
            KvState before = absent(state);
            return before == null ? null : changed(before, values.number(add.value()), add.mortal());
        }
        return state.present() ? nextOfPresent(state, call) : null;
    }

    private KvState nextOfPresent(KvState state, KvCall call) {
        if (call instanceof KvCall.Present) {
            return state;
        } else if (call instanceof KvCall.Gets gets) {
            KvState narrowed = narrowed(state, gets.value());
            return narrowed == null ? null : withToken(narrowed, gets.token());
        } else if (call instanceof KvCall.NonNumeric) {
            return narrowed(
                    state,
                    values.narrowed(state.value(), text -> values.counts(text).isEmpty()));
        } else if (call instanceof KvCall.Replace replace) {
            return changed(state, values.number(replace.value()), replace.mortal());
        } else if (call instanceof KvCall.Append append) {
            return turned(state, text -> List.of(text.equals(values.unasked()) ? text : text + append.value()));
        } else if (call instanceof KvCall.Prepend prepend) {
            return turned(state, text -> List.of(text.equals(values.unasked()) ? text : prepend.value() + text));
        } else if (call instanceof KvCall.Touch touch) {
            return state.mortal() == touch.mortal()
                    ? state
                    : new KvState(
                            state.epoch(),
                            state.value(),
                            touch.mortal(),
                            state.bound(),
                            state.token(),
                            state.excluded(),
                            state.spent());
        } else if (call instanceof KvCall.Delete) {
            return changed(state, KvValues.ABSENT, false);
        } else if (call instanceof KvCall.Cas cas) {
            KvState matched = withToken(state, cas.token());
            return matched == null ? null : changed(matched, values.number(cas.value()), cas.mortal());
        } else if (call instanceof KvCall.Exists exists) {
            return withoutToken(state, exists.token());
        } else if (call instanceof KvCall.Increment increment) {
            return turned(state, text -> counted(text, increment.delta(), increment.result(), true));
        } else if (call instanceof KvCall.Decrement decrement) {
            return turned(state, text -> counted(text, decrement.delta(), decrement.result(), false));
        }
        throw new IllegalStateException("unknown call " + call);
    }

    private List<String> counted(String before, long delta, Optional<String> result, boolean up) {
        OptionalLong counts = values.counts(before);
        if (counts.isEmpty()) {
            return List.of();
        }
        long number = counts.getAsLong();
        long after = up ? number + delta : Long.compareUnsigned(number, delta) < 0 ? 0 : number - delta;
        boolean fits = result.isEmpty() || result.get().equals(Long.toUnsignedString(after));
        return fits ? KvValues.stored(after, before) : List.of();
    }

    /** The state, given that the key is absent; null when it cannot be. */
    private KvState absent(KvState state) {
        if (!state.present()) {
            return state;
        }
        return evicting || state.mortal() ? changed(state, KvValues.ABSENT, false) : null;
    }

    /** The state, given what was read; null when that was not there. */
    private KvState narrowed(KvState state, String read) {
        return narrowed(
                state,
                values.narrowed(state.value(), text -> KvCall.canonical(text).equals(read)));
    }

    private static KvState narrowed(KvState state, int value) {
        if (value == KvValues.ABSENT) {
            return null;
        }
        return value == state.value() ? state : state.with(value);
    }

    /** A new version whose value came of the one before; null when it could not. */
    private KvState turned(KvState state, Function<String, List<String>> turn) {
        int value = values.turned(state.value(), turn);
        return value == KvValues.ABSENT ? null : changed(state, value, state.mortal());
    }

    /** A new version: its token is not known, that of the one before is spent. */
    private KvState changed(KvState state, int value, boolean mortal) {
        Set<Long> spent = state.spent();
        if (state.bound() && mentions.getOrDefault(state.token(), 0) > 1) {
            spent = with(spent, state.token());
        }
        return new KvState(state.epoch(), value, mortal, false, 0, Set.of(), spent);
    }

    /** The token of a version when the value alone tells it. */
    private OptionalLong certainToken(KvState state) {
        Optional<String> text = values.canonical(state.value());
        return text.isEmpty() || values.ambiguous(text.get())
                ? OptionalLong.empty()
                : tokens.tokenOf(state.epoch(), text.get());
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
        Optional<String> owner = tokens.owner(state.epoch(), token);
        KvState owned = owner.isPresent() ? narrowed(state, owner.get()) : state;
        if (owned == null || !free(owned, token)) {
            return null;
        }
        return new KvState(state.epoch(), owned.value(), state.mortal(), true, token, Set.of(), state.spent());
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
        Optional<String> owner = tokens.owner(state.epoch(), token);
        boolean may = free(state, token) && (owner.isEmpty() || narrowed(state, owner.get()) != null);
        if (!may || mentions.getOrDefault(token, 0) <= 1) {
            return state;
        }
        return new KvState(
                state.epoch(), state.value(), state.mortal(), false, 0, with(state.excluded(), token), state.spent());
    }

    private static boolean free(KvState state, long token) {
        return !state.excluded().contains(token) && !state.spent().contains(token);
    }

    private static Set<Long> with(Set<Long> set, long more) {
        Set<Long> grown = new HashSet<>(set);
        grown.add(more);
        return Set.copyOf(grown);
    }

    @Override
    public boolean blind(int call) {
        return calls.get(call) instanceof KvCall.Set || calls.get(call) instanceof KvCall.Erase;
    }

    @Override
    public boolean observer(int call) {
        KvCall made = calls.get(call);
        return made instanceof KvCall.Nothing
                || made instanceof KvCall.Read
                || made instanceof KvCall.Gets
                || made instanceof KvCall.Present
                || made instanceof KvCall.NonNumeric
                || made instanceof KvCall.Exists;
    }

    @Override
    public boolean eager(int state, int call) {
        return observer(call) && step(state, call) == state;
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
            return weak instanceof KvCall.Add add && same(set, add.value(), add.mortal())
                    || weak instanceof KvCall.Replace replace && same(set, replace.value(), replace.mortal())
                    || weak instanceof KvCall.Cas cas && same(set, cas.value(), cas.mortal());
        }
        return strong instanceof KvCall.Replace replace
                && weak instanceof KvCall.Cas cas
                && same(new KvCall.Set(replace.value(), replace.mortal()), cas.value(), cas.mortal());
    }

    private static boolean same(KvCall.Set set, String value, boolean mortal) {
        return set.value().equals(value) && set.mortal() == mortal;
    }

    @Override
    public int callAfterCrash(int call, int epoch) {
        if (calls.get(call) instanceof KvCall.Cas cas
                && pendingMentions.getOrDefault(cas.token(), 0) == 1
                && lastEpochs.getOrDefault(cas.token(), 0) < epoch) {
            return callNumber(new KvCall.Cas(cas.value(), FOREIGN, cas.mortal()));
        }
        return call;
    }

    @Override
    public int afterCrash(int state) {
        KvState before = states.get(state);
        return number(KvState.fresh(before.epoch() + 1, before.value(), before.mortal()));
    }

    @Override
    public String describe(int state) {
        return values.text(states.get(state).value());
    }
}
