package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Small histories of one key from a seed: a simulated target answers, loses power, lets pending operations take effect
 * early, late or never, and sometimes lies.
 */
final class RandomHistories {
    private static final long NO_EFFECT = -1;

    private final Random random;
    private final String model;
    private final double lies;
    private Value value = Value.NOTHING;
    private long token = 1;

    RandomHistories(long seed, String model, double lies) {
        this.random = new Random(seed);
        this.model = model;
        this.lies = lies;
    }

    private record Planned(
            int session, String function, Value argument, long invoke, long end, long effect, boolean ok) {}

    private record Answered(Planned planned, Value argument, Value result) {}

    History next(int sessions, int operations, int cutCount) {
        value = Value.NOTHING;
        List<PowerCut> cuts = cuts(cutCount, operations);
        List<Planned> planned = new ArrayList<>();
        long[] clocks = new long[sessions];
        for (int i = 0; i < operations; i++) {
            int session = random.nextInt(sessions);
            long invoke = clocks[session] + random.nextInt(3);
            long end = invoke + random.nextInt(5);
            planned.add(plan(session, invoke, end, cuts));
            clocks[session] = end + random.nextInt(2);
        }
        planned.sort(Comparator.comparingLong(Planned::effect));
        List<Answered> answered = new ArrayList<>();
        for (Planned each : planned) {
            Value argument = argument(each.function());
            answered.add(new Answered(
                    each, argument, each.effect() == NO_EFFECT ? Value.NOTHING : answer(each.function(), argument)));
        }
        answered.sort(Comparator.comparingLong(each -> each.planned().invoke()));
        List<Operation> result = new ArrayList<>();
        for (Answered each : answered) {
            result.add(operation(result.size(), each));
        }
        return new History(HistoryHeader.of("random", model, 0), result, cuts, true);
    }

    private List<PowerCut> cuts(int count, int operations) {
        List<PowerCut> cuts = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < count; i++) {
            long crash = time + 1 + random.nextInt(operations);
            long ready = crash + random.nextInt(4);
            cuts.add(new PowerCut(i, crash, crash, ready, ready));
            time = ready;
        }
        return cuts;
    }

    private Planned plan(int session, long invoke, long end, List<PowerCut> cuts) {
        boolean cut =
                cuts.stream().anyMatch(each -> invoke <= each.crashLatestNanos() && each.crashLatestNanos() <= end);
        boolean ok = random.nextDouble() >= (cut ? 0.7 : 0.1);
        long effect = invoke + (end == invoke ? 0 : random.nextInt((int) (end - invoke) + 1));
        if (!ok) {
            effect = random.nextInt(3) == 0 ? NO_EFFECT : invoke + random.nextInt(12);
        }
        return new Planned(session, function(), Value.NOTHING, invoke, end, effect, ok);
    }

    private String function() {
        String[] functions = switch (model) {
            case "register" -> new String[] {"read", "read", "write"};
            case "cas-register" -> new String[] {"read", "read", "write", "cas", "cas"};
            default ->
                new String[] {
                    "get", "gets", "gets", "dump", "set", "set", "add", "replace", "delete", "cas", "cas", "incr",
                    "decr"
                };
        };
        return functions[random.nextInt(functions.length)];
    }

    private Value argument(String function) {
        Value small = Value.of(random.nextInt(3));
        return switch (function) {
            case "write" -> small;
            case "set", "add", "replace" ->
                Value.of(random.nextInt(4) == 0 ? "x" : Integer.toString(random.nextInt(3)));
            case "incr", "decr" -> Value.of(1 + random.nextInt(2));
            case "cas" ->
                model.equals("kv")
                        ? Value.sequence(
                                Value.of("c" + random.nextInt(2)), Value.of(Math.max(1, token - random.nextInt(2))))
                        : Value.sequence(small, Value.of(random.nextInt(3)));
            default -> Value.NOTHING;
        };
    }

    private Value answer(String function, Value argument) {
        boolean absent = value instanceof Value.Nothing;
        return switch (function) {
            case "read", "get", "dump" -> value;
            case "gets" -> absent ? value : Value.sequence(value, Value.of(token));
            case "write" -> change(argument, argument);
            case "set" -> change(argument, Value.of("STORED"));
            case "add" -> absent ? change(argument, Value.of("STORED")) : Value.of("NOT_STORED");
            case "replace" -> absent ? Value.of("NOT_STORED") : change(argument, Value.of("STORED"));
            case "delete" -> absent ? Value.of("NOT_FOUND") : change(Value.NOTHING, Value.of("DELETED"));
            case "cas" -> cas((Value.Sequence) argument, absent);
            default -> count(function, argument, absent);
        };
    }

    private Value cas(Value.Sequence argument, boolean absent) {
        Value first = argument.items().get(0);
        Value second = argument.items().get(1);
        if (!model.equals("kv")) {
            return value.equals(first) ? change(second, argument) : Value.of("REFUSED");
        }
        if (absent) {
            return Value.of("NOT_FOUND");
        }
        return second.equals(Value.of(token)) ? change(first, Value.of("STORED")) : Value.of("EXISTS");
    }

    private Value count(String function, Value argument, boolean absent) {
        if (absent) {
            return Value.of("NOT_FOUND");
        }
        if (!value.toString().matches("[0-9]+")) {
            return Value.of("CLIENT_ERROR");
        }
        long before = Long.parseLong(value.toString());
        long delta = ((Value.Whole) argument).value();
        long after = function.equals("incr") ? before + delta : Math.max(0, before - delta);
        return change(Value.of(Long.toString(after)), Value.of(after));
    }

    private Value change(Value next, Value answer) {
        value = next;
        token++;
        return answer;
    }

    private Operation operation(int index, Answered answered) {
        Planned planned = answered.planned();
        Outcome outcome = planned.ok() ? Outcome.OK : Outcome.INFO;
        Value result = planned.ok() ? answered.result() : Value.NOTHING;
        if (result.equals(Value.of("CLIENT_ERROR"))) {
            outcome = Outcome.FAIL;
            result = Value.NOTHING;
        } else if (planned.ok() && random.nextDouble() < lies) {
            result = lie(planned.function(), result);
        }
        return new Operation(
                index,
                planned.session(),
                0,
                planned.function(),
                "k",
                answered.argument(),
                result,
                outcome,
                planned.invoke(),
                outcome == Outcome.INFO ? Operation.NEVER : planned.end());
    }

    private Value lie(String function, Value truth) {
        return switch (function) {
            case "read" -> Value.of(random.nextInt(3));
            case "get", "dump" -> Value.of(Integer.toString(random.nextInt(3)));
            case "gets" ->
                truth instanceof Value.Sequence sequence
                        ? Value.sequence(sequence.items().get(0), Value.of(Math.max(1, token - random.nextInt(4))))
                        : Value.sequence(Value.of("x"), Value.of(token));
            case "add", "replace" -> Value.of(random.nextBoolean() ? "STORED" : "NOT_STORED");
            case "delete" -> Value.of(random.nextBoolean() ? "DELETED" : "NOT_FOUND");
            case "cas" ->
                model.equals("kv")
                        ? Value.of(new String[] {"STORED", "EXISTS", "NOT_FOUND"}[random.nextInt(3)])
                        : Value.of(random.nextBoolean() ? "REFUSED" : "done");
            case "incr", "decr" -> Value.of(random.nextInt(4));
            default -> truth;
        };
    }
}
