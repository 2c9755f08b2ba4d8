package dev.suzaku.checkers;

import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the clients of random histories ask of an object, and what it could answer, truly or not. */
interface Vocabulary {
    Value NOTHING = Value.NOTHING;

    /** Begins a new history. */
    default void start(Random random) {}

    String function(Random random);

    Value argument(String function, Random random);

    /**
     * Answers to choose from, the likeliest first; at least one.
     *
     * @param value what a read of the whole object would answer
     */
    List<Value> answers(String function, Value argument, Value value);

    static Vocabulary of(String model) {
        return switch (model) {
            case "register" -> new RegisterWords("read", "read", "write");
            case "cas-register" -> new RegisterWords("read", "read", "write", "cas", "cas", "cas");
            case "kv", "kv-evicting" -> new KvWords();
            case "queue" -> new LineWords("enqueue", "enqueue", "dequeue", "dequeue");
            case "stack" -> new LineWords("push", "push", "pop", "pop");
            case "set" -> new SetWords();
            case "counter" -> new CounterWords();
            case "mutex" -> new MutexWords();
            case "multi-register" -> new MultiRegisterWords();
            case "bank", "bank-overdraft" -> new BankWords();
            case "porcupine-kv" -> new TextWords();
            default -> throw new IllegalArgumentException("no words for model " + model);
        };
    }

    static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    /** The whole numbers below the end. */
    static List<Value> numbers(int end) {
        List<Value> numbers = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            numbers.add(Value.of(i));
        }
        return numbers;
    }

    static List<Value> texts(String... texts) {
        return List.of(texts).stream().map(text -> (Value) Value.of(text)).toList();
    }

    /** Registers over three values; in half of the histories all values that are written are different. */
    final class RegisterWords implements Vocabulary {
        private final String[] functions;
        private boolean distinct;
        private int next;

        RegisterWords(String... functions) {
            this.functions = functions;
        }

        @Override
        public void start(Random random) {
            distinct = random.nextBoolean();
            next = 0;
        }

        @Override
        public String function(Random random) {
            return pick(random, functions);
        }

        @Override
        public Value argument(String function, Random random) {
            return switch (function) {
                case "write" -> written(random);
                case "cas" -> Value.sequence(old(random), written(random));
                default -> NOTHING;
            };
        }

        private Value written(Random random) {
            return Value.of(distinct ? next++ : random.nextInt(3));
        }

        /** Where values are different, mostly the one that was written last. */
        private Value old(Random random) {
            if (!distinct) {
                return Value.of(random.nextInt(3));
            }
            return next == 0 ? NOTHING : Value.of(Math.max(0, next - 1 - random.nextInt(4) / 2));
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            return switch (function) {
                case "read" -> {
                    List<Value> answers = new ArrayList<>(List.of(value));
                    answers.addAll(numbers(Math.max(3, next)));
                    yield answers;
                }
                case "cas" -> texts("done", "REFUSED");
                default -> List.of(argument);
            };
        }
    }

    /** Queues and stacks; in half of the histories all values are different. */
    final class LineWords implements Vocabulary {
        private final String[] functions;
        private boolean distinct;
        private int next;

        LineWords(String... functions) {
            this.functions = functions;
        }

        @Override
        public void start(Random random) {
            distinct = random.nextBoolean();
            next = 0;
        }

        @Override
        public String function(Random random) {
            return pick(random, functions);
        }

        @Override
        public Value argument(String function, Random random) {
            boolean puts = function.equals("enqueue") || function.equals("push");
            return !puts ? NOTHING : Value.of(distinct ? next++ : random.nextInt(2));
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            if (!argument.equals(NOTHING)) {
                return List.of(argument);
            }
            List<Value> answers = new ArrayList<>(List.of(NOTHING));
            answers.addAll(numbers(Math.max(2, next)));
            return answers;
        }
    }

    /** Sets of up to three elements; in a third of the histories nothing is removed. */
    final class SetWords implements Vocabulary {
        private boolean grows;

        @Override
        public void start(Random random) {
            grows = random.nextInt(3) == 0;
        }

        @Override
        public String function(Random random) {
            return grows
                    ? pick(random, "add", "add", "read", "read")
                    : pick(random, "add", "add", "remove", "contains", "read");
        }

        @Override
        public Value argument(String function, Random random) {
            return function.equals("read") ? NOTHING : Value.of(random.nextInt(3));
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            return switch (function) {
                case "add", "remove" -> grows ? List.of(argument) : List.of(Value.of("REFUSED"), argument);
                case "contains" -> texts("true", "false");
                default -> {
                    List<Value> answers = new ArrayList<>(List.of(value));
                    for (int subset = 0; subset < 8; subset++) {
                        List<Value> elements = new ArrayList<>();
                        for (int i = 0; i < 3; i++) {
                            if ((subset & 1 << i) != 0) {
                                elements.add(Value.of(i));
                            }
                        }
                        answers.add(new Value.Sequence(elements));
                    }
                    yield answers;
                }
            };
        }
    }

    /** Counters; in a third of the histories every change has a result, in a third none has. */
    final class CounterWords implements Vocabulary {
        private int kind;

        @Override
        public void start(Random random) {
            kind = random.nextInt(3);
        }

        @Override
        public String function(Random random) {
            return switch (kind) {
                case 0 -> pick(random, "read", "inc", "dec", "add-and-get");
                case 1 -> pick(random, "read", "read", "add", "add");
                default -> pick(random, "read", "add", "add-and-get", "inc", "dec");
            };
        }

        @Override
        public Value argument(String function, Random random) {
            return switch (function) {
                case "read" -> NOTHING;
                case "add", "add-and-get" -> Value.of(random.nextInt(4) - (kind == 1 ? 0 : 1));
                default -> random.nextBoolean() ? NOTHING : Value.of(1 + random.nextInt(2));
            };
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            if (function.equals("add")) {
                return List.of(argument);
            }
            List<Value> answers = new ArrayList<>(numbers(12));
            answers.add(0, value);
            for (int i = -15; i < 0; i++) {
                answers.add(Value.of(i));
            }
            if (kind == 2 && function.length() == "inc".length()) {
                answers.add(0, NOTHING);
            }
            return answers;
        }
    }

    /** Locks. */
    final class MutexWords implements Vocabulary {
        @Override
        public String function(Random random) {
            return pick(random, "acquire", "release");
        }

        @Override
        public Value argument(String function, Random random) {
            return NOTHING;
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            return List.of(NOTHING, Value.of("REFUSED"));
        }
    }

    /** Three registers in transactions of up to three steps; in half of the histories written values are different. */
    final class MultiRegisterWords implements Vocabulary {
        private boolean distinct;
        private int next;

        @Override
        public void start(Random random) {
            distinct = random.nextBoolean();
            next = 0;
        }

        @Override
        public String function(Random random) {
            return "txn";
        }

        @Override
        public Value argument(String function, Random random) {
            List<Value> steps = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                Value key = Value.of(pick(random, "x", "y", "z"));
                Value written = Value.of(distinct ? next++ : random.nextInt(2));
                steps.add(
                        random.nextBoolean()
                                ? Value.sequence(Value.of("r"), key, NOTHING)
                                : Value.sequence(Value.of("w"), key, written));
            }
            return new Value.Sequence(steps);
        }

        /** Every assignment of small values to the reads. */
        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            List<List<Value>> answers = List.of(List.of());
            for (Value step : ((Value.Sequence) argument).items()) {
                List<Value> parts = ((Value.Sequence) step).items();
                List<Value> choices = parts.get(0).equals(Value.of("w")) ? List.of(parts.get(2)) : choices();
                List<List<Value>> longer = new ArrayList<>();
                for (List<Value> begun : answers) {
                    for (Value choice : choices) {
                        List<Value> steps = new ArrayList<>(begun);
                        steps.add(Value.sequence(parts.get(0), parts.get(1), choice));
                        longer.add(steps);
                    }
                }
                answers = longer;
            }
            return answers.stream()
                    .map(steps -> (Value) new Value.Sequence(steps))
                    .toList();
        }

        private List<Value> choices() {
            List<Value> choices = new ArrayList<>(List.of(NOTHING));
            choices.addAll(numbers(Math.max(2, next)));
            return choices;
        }
    }

    /** Three accounts with six coins, and sometimes one more. */
    final class BankWords implements Vocabulary {
        @Override
        public String function(Random random) {
            return pick(random, "read", "transfer", "transfer");
        }

        @Override
        public Value argument(String function, Random random) {
            return function.equals("read")
                    ? NOTHING
                    : Value.sequence(
                            pair("from", random.nextInt(3)),
                            pair("to", random.nextInt(3)),
                            pair("amount", random.nextInt(4)));
        }

        private static Value pair(String name, long number) {
            return Value.sequence(Value.of(name), Value.of(number));
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            if (function.equals("transfer")) {
                return List.of(argument);
            }
            List<Value> answers = new ArrayList<>();
            answers.add(balances(2, 3, 1));
            for (int a = -2; a < 8; a++) {
                for (int b = -2; b < 8; b++) {
                    answers.add(balances(a, b, 6 - a - b));
                }
            }
            answers.add(balances(2, 3, 2));
            answers.add(Value.sequence(pair("0", 3), pair("1", 3)));
            return answers;
        }

        private static Value balances(long a, long b, long c) {
            return Value.sequence(pair("0", a), pair("1", b), pair("2", c));
        }
    }

    /** Texts that grow. */
    final class TextWords implements Vocabulary {
        @Override
        public String function(Random random) {
            return pick(random, "get", "get", "put", "append", "append");
        }

        @Override
        public Value argument(String function, Random random) {
            return function.equals("get") ? NOTHING : Value.of(pick(random, "a", "b"));
        }

        @Override
        public List<Value> answers(String function, Value argument, Value value) {
            return function.equals("get")
                    ? List.of(value, Value.of("a"), Value.of("ab"), Value.of("b"), Value.of("aa"), Value.of(""))
                    : List.of(NOTHING);
        }
    }
}
