package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A large history of many clients and keys from a seed, as a durable memcached under power cuts would give it: whatever
 * is in flight at a cut may take effect before it, some time after the recovery, or never.
 */
final class SimulatedMemcached {
    private static final long STEP_NANOS = 100_000;
    private static final long OUTAGE_NANOS = 5_000_000;

    /**
     * What to simulate.
     *
     * @param contended one operation in so many goes to the first key; 0 for none
     * @param staleOneIn one get in so many answers the value before; 0 for none
     * @param lateNanos how long after the recovery an interrupted operation may take effect
     */
    record Plan(int clients, int keys, int operations, int cuts, int contended, int staleOneIn, long lateNanos) {}

    private record Call(int session, String key, String function, Value argument, long invoke, long effect, long end) {}

    private static final class Item {
        private Value value = Value.NOTHING;
        private Value before = Value.NOTHING;
        private long token;
    }

    private final Plan plan;
    private final Random random;
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, Long> lastTokens = new HashMap<>();
    private long nextToken = 1;
    private long nextValue = 1;

    SimulatedMemcached(Plan plan, long seed) {
        this.plan = plan;
        this.random = new Random(seed);
    }

    History history() {
        List<PowerCut> cuts = new ArrayList<>();
        long total = (long) plan.operations() / plan.clients() * STEP_NANOS;
        for (int i = 0; i < plan.cuts(); i++) {
            long crash = (i + 1) * total / (plan.cuts() + 1) + i * OUTAGE_NANOS;
            cuts.add(new PowerCut(i, crash, crash + 20_000, crash + OUTAGE_NANOS - 30_000, crash + OUTAGE_NANOS));
        }
        List<Operation> operations = new ArrayList<>();
        PriorityQueue<Call> running = new PriorityQueue<>(Comparator.comparingLong(Call::effect));
        long[] clocks = new long[plan.clients()];
        for (int i = 0; i < plan.operations(); i++) {
            int session = 0;
            for (int other = 1; other < clocks.length; other++) {
                session = clocks[other] < clocks[session] ? other : session;
            }
            while (!running.isEmpty() && running.peek().effect() <= clocks[session]) {
                operations.add(finish(running.remove()));
            }
            Call call = call(session, clocks[session], cuts);
            running.add(call);
            clocks[session] = (call.end() == Operation.NEVER ? afterCut(call.invoke(), cuts) : call.end())
                    + 1
                    + random.nextInt(2000);
        }
        while (!running.isEmpty()) {
            operations.add(finish(running.remove()));
        }
        operations.sort(Comparator.comparingLong(Operation::invokeNanos));
        List<Operation> numbered = new ArrayList<>();
        for (Operation each : operations) {
            numbered.add(each.numbered(numbered.size()));
        }
        return new History(HistoryHeader.of("simulated", "kv", 0), numbered, cuts, true);
    }

    private static long afterCut(long invoke, List<PowerCut> cuts) {
        for (PowerCut cut : cuts) {
            if (invoke < cut.readyLatestNanos()) {
                return cut.readyLatestNanos();
            }
        }
        return invoke;
    }

    private Call call(int session, long invoke, List<PowerCut> cuts) {
        boolean hot = plan.contended() > 0 && random.nextInt(plan.contended()) == 0;
        String key = "k" + (hot ? 0 : random.nextInt(plan.keys()));
        long end = invoke + STEP_NANOS / 2 + random.nextInt((int) STEP_NANOS);
        long effect = invoke + (long) (random.nextDouble() * (end - invoke));
        for (PowerCut cut : cuts) {
            if (invoke <= cut.crashLatestNanos() && end >= cut.crashEarliestNanos()) {
                end = Operation.NEVER;
                if (effect >= cut.crashEarliestNanos() || random.nextInt(3) == 0) {
                    effect = cut.readyLatestNanos() + (long) (random.nextDouble() * plan.lateNanos());
                }
                break;
            }
        }
        int dice = random.nextInt(100);
        String function = dice < 35
                ? "get"
                : dice < 50
                        ? "gets"
                        : dice < 75
                                ? "set"
                                : dice < 85
                                        ? "cas"
                                        : dice < 89 ? "delete" : dice < 93 ? "add" : dice < 96 ? "replace" : "incr";
        return new Call(session, key, function, Value.NOTHING, invoke, effect, end);
    }

    private Operation finish(Call call) {
        Item item = items.computeIfAbsent(call.key(), key -> new Item());
        Value fresh = Value.of(call.key().hashCode() % 4 == 0 ? Long.toString(nextValue++ * 1000) : "v" + nextValue++);
        Value argument = Value.NOTHING;
        Value result;
        boolean absent = item.value instanceof Value.Nothing;
        switch (call.function()) {
            case "get", "gets" -> {
                boolean stale = plan.staleOneIn() > 0
                        && call.end() != Operation.NEVER
                        && random.nextInt(plan.staleOneIn()) == 0;
                result = stale ? item.before : item.value;
                if (call.function().equals("gets") && !(result instanceof Value.Nothing)) {
                    result = Value.sequence(result, Value.of(stale ? item.token - 1 : item.token));
                    lastTokens.put(call.session() + call.key(), item.token);
                }
            }
            case "set" -> {
                argument = fresh;
                result = change(item, fresh, Value.of("STORED"));
            }
            case "cas" -> {
                long token = lastTokens.getOrDefault(call.session() + call.key(), 0L);
                argument = Value.sequence(fresh, Value.of(token));
                result = absent
                        ? Value.of("NOT_FOUND")
                        : token == item.token ? change(item, fresh, Value.of("STORED")) : Value.of("EXISTS");
            }
            case "delete" -> result = absent ? Value.of("NOT_FOUND") : change(item, Value.NOTHING, Value.of("DELETED"));
            case "add" -> {
                argument = fresh;
                result = absent ? change(item, fresh, Value.of("STORED")) : Value.of("NOT_STORED");
            }
            case "replace" -> {
                argument = fresh;
                result = absent ? Value.of("NOT_STORED") : change(item, fresh, Value.of("STORED"));
            }
            default -> {
                argument = Value.of(1);
                result = count(item, absent);
            }
        }
        Outcome outcome = call.end() == Operation.NEVER
                ? Outcome.INFO
                : result == Value.NOTHING && call.function().equals("incr") ? Outcome.FAIL : Outcome.OK;
        return new Operation(
                0,
                call.session(),
                0,
                call.function(),
                call.key(),
                argument,
                outcome == Outcome.OK ? result : Value.NOTHING,
                outcome,
                call.invoke(),
                call.end());
    }

    private Value count(Item item, boolean absent) {
        if (absent) {
            return Value.of("NOT_FOUND");
        }
        if (!item.value.toString().matches("[0-9]+")) {
            return Value.NOTHING;
        }
        long after = Long.parseLong(item.value.toString()) + 1;
        return change(item, Value.of(Long.toString(after)), Value.of(after));
    }

    private Value change(Item item, Value next, Value answer) {
        item.before = item.value;
        item.value = next;
        item.token = nextToken++;
        return answer;
    }
}
