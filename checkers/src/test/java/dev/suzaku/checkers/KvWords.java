package dev.suzaku.checkers;

import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Memcached keys; tokens are those that come first. Histories use either the calls that replace values, or those that
 * change them too, and sometimes flush all keys.
 */
final class KvWords implements Vocabulary {
    private static final String NON_NUMERIC = "CLIENT_ERROR cannot increment or decrement non-numeric value";

    private boolean changing;
    private boolean flushing;

    @Override
    public void start(Random random) {
        changing = random.nextBoolean();
        flushing = random.nextInt(4) == 0;
    }

    @Override
    public String function(Random random) {
        if (flushing && random.nextInt(6) == 0) {
            return "flush_all";
        }
        return changing
                ? Vocabulary.pick(
                        random, "get", "get", "gets", "set", "set", "append", "append", "prepend", "incr", "decr",
                        "decr", "touch", "cas", "add")
                : Vocabulary.pick(
                        random, "get", "gets", "gets", "dump", "set", "set", "add", "replace", "delete", "cas", "cas",
                        "incr", "decr");
    }

    @Override
    public Value argument(String function, Random random) {
        return switch (function) {
            case "set", "add", "replace" -> {
                Value value = Value.of(random.nextInt(4) == 0 ? "x" : Integer.toString(number(random)));
                yield changing && random.nextInt(5) == 0 ? Value.sequence(value, Value.of(60)) : value;
            }
            case "append", "prepend" -> Value.of(Vocabulary.pick(random, "1", "0", "x", " "));
            case "touch" -> Value.of(random.nextInt(2) * 60);
            case "incr", "decr" -> Value.of(1 + random.nextInt(2));
            case "cas" -> Value.sequence(Value.of("c" + random.nextInt(2)), Value.of(1 + random.nextInt(3)));
            default -> NOTHING;
        };
    }

    /** In histories that change values some have two digits, so that they may be padded. */
    private int number(Random random) {
        return changing && random.nextInt(3) == 0 ? 10 + random.nextInt(2) : random.nextInt(3);
    }

    @Override
    public List<Value> answers(String function, Value argument, Value value) {
        return switch (function) {
            case "get", "dump" -> List.of(value, Value.of("0"), Value.of("1"), Value.of("9x"), NOTHING);
            case "gets" -> {
                List<Value> answers = new ArrayList<>();
                for (int token = 1; token < 8 && !value.equals(NOTHING); token++) {
                    answers.add(Value.sequence(value, Value.of(token)));
                }
                answers.add(NOTHING);
                answers.add(Value.sequence(Value.of("x"), Value.of(1)));
                yield answers;
            }
            case "set" -> changing ? Vocabulary.texts("STORED", "SERVER_ERROR out of memory") : texts("STORED");
            case "add", "replace" -> texts("STORED", "NOT_STORED");
            case "append", "prepend" -> texts("STORED", "NOT_STORED");
            case "touch" -> texts("TOUCHED", "NOT_FOUND");
            case "delete" -> texts("DELETED", "NOT_FOUND");
            case "cas" -> texts("STORED", "EXISTS", "NOT_FOUND");
            case "incr", "decr" -> {
                List<Value> answers = new ArrayList<>(Vocabulary.numbers(14));
                answers.add(Value.of("NOT_FOUND"));
                if (changing) {
                    answers.add(Value.of(NON_NUMERIC));
                }
                yield answers;
            }
            default -> texts("OK");
        };
    }

    private static List<Value> texts(String... texts) {
        return Vocabulary.texts(texts);
    }
}
