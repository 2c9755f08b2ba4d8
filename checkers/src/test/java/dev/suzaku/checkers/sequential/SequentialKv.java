package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A memcached key, whose versions get tokens as the answers name them. */
final class SequentialKv implements SequentialObject {
    private Value value = Value.NOTHING;
    private int version;
    private Map<Integer, Long> tokens = new HashMap<>();
    private Map<Integer, Set<Long>> otherTokens = new HashMap<>();

    @Override
    public SequentialObject copy() {
        SequentialKv copy = new SequentialKv();
        copy.value = value;
        copy.version = version;
        copy.tokens = new HashMap<>(tokens);
        otherTokens.forEach((key, set) -> copy.otherTokens.put(key, new HashSet<>(set)));
        return copy;
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void crash() {
        tokens.clear();
        otherTokens.clear();
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

    @Override
    public boolean accepts(Operation operation) {
        boolean known = SequentialObject.known(operation);
        Value argument = operation.argument();
        Value result = operation.result();
        String answer = result.toString();
        switch (operation.function()) {
            case "get":
            case "dump":
                return !known || value.equals(result);
            case "gets":
                if (!known || absent() || result instanceof Value.Nothing) {
                    return !known || absent() && result instanceof Value.Nothing;
                }
                return value.equals(SequentialObject.items(result).get(0))
                        && hasToken(SequentialObject.number(
                                SequentialObject.items(result).get(1)));
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
        long token = SequentialObject.number(SequentialObject.items(argument).get(1));
        if (known && answer.equals("NOT_FOUND")) {
            return absent();
        }
        if (known && answer.equals("EXISTS")) {
            return !absent() && lacksToken(token);
        }
        return !absent()
                && hasToken(token)
                && change(SequentialObject.items(argument).get(0));
    }

    private boolean count(Operation operation, boolean known, String answer) {
        if (known && answer.equals("NOT_FOUND")) {
            return absent();
        }
        if (absent() || !value.toString().matches("[0-9]+")) {
            return false;
        }
        long before = Long.parseLong(value.toString());
        long delta = SequentialObject.number(operation.argument());
        long after = operation.function().equals("incr") ? before + delta : Math.max(0, before - delta);
        return (!known || answer.equals(Long.toString(after))) && change(Value.of(Long.toString(after)));
    }
}
