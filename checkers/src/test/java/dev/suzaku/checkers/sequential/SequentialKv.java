package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A memcached key, whose versions get tokens as the answers name them. It holds all texts that it may have: memcached pads
 * a number that got shorter, or not, and an evicted key may be absent.
 */
final class SequentialKv implements SequentialObject {
    private static final Pattern NUMBER =
            Pattern.compile("[ \\t\\n\\x0b\\f\\r]*([+-]?)([0-9]+)(?:[ \\t\\n\\x0b\\f\\r\\x00].*)?", Pattern.DOTALL);

    private final boolean evicting;
    private Set<String> possible = new TreeSet<>();
    private boolean mayBeAbsent = true;
    private boolean mortal;
    private int version;
    private Map<Integer, Long> tokens = new HashMap<>();
    private Map<Integer, Set<Long>> otherTokens = new HashMap<>();

    SequentialKv(boolean evicting) {
        this.evicting = evicting;
    }

    @Override
    public SequentialObject copy() {
        SequentialKv copy = new SequentialKv(evicting);
        copy.possible = new TreeSet<>(possible);
        copy.mayBeAbsent = mayBeAbsent;
        copy.mortal = mortal;
        copy.version = version;
        copy.tokens = new HashMap<>(tokens);
        otherTokens.forEach((key, set) -> copy.otherTokens.put(key, new HashSet<>(set)));
        return copy;
    }

    @Override
    public Value value() {
        return possible.isEmpty()
                ? Value.NOTHING
                : Value.of(possible.iterator().next().stripTrailing());
    }

    @Override
    public void crash() {
        tokens.clear();
        otherTokens.clear();
    }

    private boolean store(String text, boolean dies) {
        possible = new TreeSet<>(Set.of(text));
        mortal = dies;
        mayBeAbsent = evicting || dies;
        version++;
        return true;
    }

    private boolean isGone() {
        if (!mayBeAbsent) {
            return false;
        }
        if (!possible.isEmpty()) {
            erase();
        }
        return true;
    }

    private boolean erase() {
        possible.clear();
        mayBeAbsent = true;
        mortal = false;
        version++;
        return true;
    }

    private boolean isThere() {
        return !possible.isEmpty();
    }

    private boolean is(String read) {
        possible.removeIf(text -> !text.stripTrailing().equals(read.stripTrailing()));
        return isThere();
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
        Value result = operation.result();
        String answer = result.toString();
        String text = text(operation.argument());
        boolean dies = operation.argument() instanceof Value.Sequence;
        if (answer.startsWith("SERVER_ERROR")) {
            return !operation.function().equals("set") || erase();
        }
        switch (operation.function()) {
            case "get":
            case "dump":
                return !known || (result instanceof Value.Nothing ? isGone() : is(answer));
            case "gets":
                return !known || (result instanceof Value.Nothing ? isGone() : isUnderToken(result));
            case "set":
                return store(text, dies);
            case "add":
                return answer.equals("NOT_STORED") ? isThere() : isGone() && store(text, dies);
            case "replace":
                return answer.equals("NOT_STORED") ? isGone() : isThere() && store(text, dies);
            case "append":
                return answer.equals("NOT_STORED") || changes(before -> Set.of(before + text));
            case "prepend":
                return answer.equals("NOT_STORED") || changes(before -> Set.of(text + before));
            case "touch":
                return answer.equals("NOT_FOUND") ? isGone() : touched(SequentialObject.number(operation.argument()));
            case "delete":
                return answer.equals("NOT_FOUND") ? isGone() : isThere() && erase();
            case "flush_all":
                return erase();
            case "cas":
                return cas(known, operation.argument(), answer);
            case "incr":
            case "decr":
                return count(operation, known, answer);
            default:
                throw new IllegalArgumentException(operation.function());
        }
    }

    private boolean isUnderToken(Value result) {
        return is(SequentialObject.items(result).get(0).toString())
                && hasToken(
                        SequentialObject.number(SequentialObject.items(result).get(1)));
    }

    private static String text(Value argument) {
        return argument instanceof Value.Sequence sequence
                ? sequence.items().get(0).toString()
                : argument.toString();
    }

    private boolean touched(long ttl) {
        mortal = ttl > 0;
        mayBeAbsent = evicting || mortal;
        return isThere();
    }

    private boolean changes(Function<String, Set<String>> change) {
        Set<String> after = new TreeSet<>();
        possible.forEach(text -> after.addAll(change.apply(text)));
        possible = after;
        version++;
        return isThere();
    }

    private boolean cas(boolean known, Value argument, String answer) {
        long token = SequentialObject.number(SequentialObject.items(argument).get(1));
        if (known && answer.equals("NOT_FOUND")) {
            return isGone();
        }
        if (known && answer.equals("EXISTS")) {
            return isThere() && lacksToken(token);
        }
        return isThere()
                && hasToken(token)
                && store(SequentialObject.items(argument).get(0).toString(), false);
    }

    private boolean count(Operation operation, boolean known, String answer) {
        if (known && answer.equals("NOT_FOUND")) {
            return isGone();
        }
        if (answer.startsWith("CLIENT_ERROR")) {
            possible.removeIf(text -> numeric(text) != null);
            return isThere();
        }
        BigInteger delta = BigInteger.valueOf(SequentialObject.number(operation.argument()));
        BigInteger change = operation.function().equals("incr") ? delta : delta.negate();
        return changes(before -> {
            BigInteger number = numeric(before);
            if (number == null) {
                return Set.of();
            }
            BigInteger sum = number.add(change).max(BigInteger.ZERO).mod(BigInteger.ONE.shiftLeft(64));
            String after = sum.toString();
            if (known && !after.equals(answer)) {
                return Set.of();
            }
            int missing = before.length() - after.length();
            return missing > 0 ? Set.of(after, after + " ".repeat(missing)) : Set.of(after);
        });
    }

    /** The number that a text counts as, or null. */
    private static BigInteger numeric(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        BigInteger number = new BigInteger(matcher.group(2));
        return matcher.group(1).equals("-") && number.signum() > 0 ? null : number;
    }
}
