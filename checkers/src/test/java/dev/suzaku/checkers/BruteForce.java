package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries every order of the operations of one key, straight from the definitions; shares no code with the engines. For
 * histories of few operations whose cuts are instants.
 */
final class BruteForce {
    private final List<Item> items = new ArrayList<>();

    /** An operation or a crash (null) with its interval on a scale on which ties are already broken. */
    private record Item(Operation operation, long start, long end, boolean mandatory) {}

    private BruteForce(List<Operation> operations, List<PowerCut> cuts, Condition condition) {
        for (Operation operation : operations) {
            if (operation.outcome() == Outcome.FAIL) {
                continue;
            }
            boolean mandatory = operation.outcome() == Outcome.OK;
            long deadline = Long.MAX_VALUE / 8;
            for (PowerCut cut : cuts) {
                if (operation.invokeNanos() < cut.crashLatestNanos()) {
                    deadline = switch (condition) {
                        case STRICT -> cut.crashLatestNanos();
                        case READY_BOUNDED -> Math.min(cut.readyLatestNanos(), deadline);
                        case DURABLE -> deadline;
                    };
                    break;
                }
            }
            // at one instant: deadlines, crashes, invocations, returns
            long end =
                    mandatory && operation.returnNanos() <= deadline ? 4 * operation.returnNanos() + 3 : 4 * deadline;
            items.add(new Item(operation, 4 * operation.invokeNanos() + 2, end, mandatory));
        }
        for (PowerCut cut : cuts) {
            items.add(new Item(null, 4 * cut.crashLatestNanos() + 1, 4 * cut.crashLatestNanos() + 1, true));
        }
    }

    static boolean linearizable(List<Operation> operations, List<PowerCut> cuts, Condition condition) {
        BruteForce search = new BruteForce(operations, cuts, condition);
        return search.search(new boolean[search.items.size()], new Store());
    }

    private boolean search(boolean[] done, Store store) {
        boolean finished = true;
        for (int i = 0; i < done.length; i++) {
            finished &= done[i] || !items.get(i).mandatory();
        }
        if (finished) {
            return true;
        }
        for (int i = 0; i < done.length; i++) {
            if (done[i] || !mayBeNext(i, done)) {
                continue;
            }
            Store after = store.copy();
            if (after.accepts(items.get(i).operation())) {
                done[i] = true;
                if (search(done, after)) {
                    return true;
                }
                done[i] = false;
            }
        }
        return false;
    }

    /** No duty that ended before this began is left, and nothing that began after this ended is already done. */
    private boolean mayBeNext(int candidate, boolean[] done) {
        for (int i = 0; i < done.length; i++) {
            if (!done[i]
                    && items.get(i).mandatory()
                    && items.get(i).end() < items.get(candidate).start()) {
                return false;
            }
            if (done[i] && items.get(candidate).end() < items.get(i).start()) {
                return false;
            }
        }
        return true;
    }

    /** A register and a memcached key in one, which says whether an answer fits. */
    private static final class Store {
        private Value value = Value.NOTHING;
        private int version;
        private Map<Integer, Long> tokens = new HashMap<>();
        private Map<Integer, Set<Long>> otherTokens = new HashMap<>();

        Store copy() {
            Store copy = new Store();
            copy.value = value;
            copy.version = version;
            copy.tokens = new HashMap<>(tokens);
            otherTokens.forEach((key, set) -> copy.otherTokens.put(key, new HashSet<>(set)));
            return copy;
        }

        private boolean change(Value next) {
            value = next;
            version++;
            return true;
        }

        private boolean absent() {
            return value instanceof Value.Nothing;
        }

        private boolean hasToken(long token) {
            if (tokens.containsKey(version)) {
                return tokens.get(version) == token;
            }
            if (tokens.containsValue(token)
                    || otherTokens.getOrDefault(version, Set.of()).contains(token)) {
                return false;
            }
            tokens.put(version, token);
            return true;
        }

        private boolean lacksToken(long token) {
            if (tokens.containsKey(version)) {
                return tokens.get(version) != token;
            }
            otherTokens.computeIfAbsent(version, v -> new HashSet<>()).add(token);
            return true;
        }

        boolean accepts(Operation operation) {
            if (operation == null) {
                tokens.clear();
                otherTokens.clear();
                return true;
            }
            boolean known = operation.outcome() == Outcome.OK;
            Value argument = operation.argument();
            Value result = operation.result();
            String answer = result.toString();
            switch (operation.function()) {
                case "read":
                case "get":
                case "dump":
                    return !known || value.equals(result);
                case "write":
                    return change(argument);
                case "gets":
                    if (!known || absent() || result instanceof Value.Nothing) {
                        return !known || absent() && result instanceof Value.Nothing;
                    }
                    return value.equals(item(result, 0)) && hasToken(((Value.Whole) item(result, 1)).value());
                case "set":
                    return change(argument);
                case "add":
                    return known && answer.equals("NOT_STORED") ? !absent() : absent() && change(argument);
                case "replace":
                    return known && answer.equals("NOT_STORED") ? absent() : !absent() && change(argument);
                case "delete":
                    return known && answer.equals("NOT_FOUND") ? absent() : !absent() && change(Value.NOTHING);
                case "cas":
                    return cas(known, argument, answer);
                case "incr":
                case "decr":
                    return count(operation, known, answer);
                default:
                    throw new IllegalArgumentException(operation.function());
            }
        }

        private boolean cas(boolean known, Value argument, String answer) {
            if (!(item(argument, 0) instanceof Value.Text)) {
                return answer.equals("REFUSED")
                        ? !value.equals(item(argument, 0))
                        : value.equals(item(argument, 0)) && change(item(argument, 1));
            }
            long token = ((Value.Whole) item(argument, 1)).value();
            if (known && answer.equals("NOT_FOUND")) {
                return absent();
            }
            if (known && answer.equals("EXISTS")) {
                return !absent() && lacksToken(token);
            }
            return !absent() && hasToken(token) && change(item(argument, 0));
        }

        private boolean count(Operation operation, boolean known, String answer) {
            if (known && answer.equals("NOT_FOUND")) {
                return absent();
            }
            if (absent() || !value.toString().matches("[0-9]+")) {
                return false;
            }
            long before = Long.parseLong(value.toString());
            long delta = ((Value.Whole) operation.argument()).value();
            long after = operation.function().equals("incr") ? before + delta : Math.max(0, before - delta);
            return (!known || answer.equals(Long.toString(after))) && change(Value.of(Long.toString(after)));
        }

        private static Value item(Value value, int index) {
            return ((Value.Sequence) value).items().get(index);
        }
    }
}
