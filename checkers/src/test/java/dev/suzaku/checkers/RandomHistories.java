package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Small histories from a seed: a simulated target answers, loses power, lets pending operations take effect early, late or
 * never, sometimes forgets what it did last before a cut, and sometimes lies. Clients call during outages, where nothing is
 * answered, and mostly go on under a new session after a time-out while the target lived.
 */
public final class RandomHistories {
    private static final long NO_EFFECT = -1;
    /** The function that is called on all keys at once. */
    private static final String FLUSH = "flush_all";

    private final Random random;
    private final String model;
    private final double lies;
    private final Vocabulary vocabulary;
    private final Map<String, SequentialObject> objects = new HashMap<>();
    private int keys = 1;
    private boolean patient;
    private double losses;

    public RandomHistories(long seed, String model, double lies) {
        this.random = new Random(seed);
        this.model = model;
        this.lies = lies;
        this.vocabulary = Vocabulary.of(model);
    }

    /** Spreads the operations over that many objects. */
    RandomHistories onKeys(int keys) {
        this.keys = keys;
        return this;
    }

    /** Lets sessions whose operation was open at a cut wait for the first reply before they invoke again. */
    RandomHistories withPatientSessions() {
        this.patient = true;
        return this;
    }

    /** Lets that share of the cuts undo what was done last. */
    RandomHistories losing(double losses) {
        this.losses = losses;
        return this;
    }

    private record Planned(int session, String key, String function, long invoke, long end, long effect, boolean ok) {}

    /** An operation with its true answer; empty when it could not be done. */
    private record Answered(Planned planned, Value argument, Optional<Value> result) {}

    public History next(int sessions, int operations, int cutCount) {
        objects.clear();
        vocabulary.start(random);
        List<PowerCut> cuts = cuts(cutCount, operations);
        List<Planned> planned = plan(sessions, operations, cuts);
        planned.sort(Comparator.comparingLong(Planned::effect));
        List<Answered> answered = happen(planned, cuts);
        answered.sort(Comparator.comparingLong(each -> each.planned().invoke()));
        List<Operation> result = new ArrayList<>();
        for (Answered each : answered) {
            result.add(operation(result.size(), each));
        }
        return new History(HistoryHeader.of("random", model, 0), result, cuts, true);
    }

    private List<Planned> plan(int sessions, int operations, List<PowerCut> cuts) {
        List<Planned> planned = new ArrayList<>();
        long[] clocks = new long[sessions];
        int[] numbers = new int[sessions];
        Arrays.setAll(numbers, i -> i);
        int fresh = sessions;
        for (int i = 0; i < operations; i++) {
            int client = random.nextInt(sessions);
            Planned each = plan(numbers[client], clocks[client] + random.nextInt(3), cuts);
            planned.add(each);
            clocks[client] = each.end() + random.nextInt(2);
            Optional<PowerCut> cut = cuts.stream()
                    .filter(c -> each.invoke() < c.crashLatestNanos() && c.crashLatestNanos() <= each.end())
                    .findFirst();
            if (!each.ok() && cut.isEmpty() && random.nextInt(5) > 0) {
                numbers[client] = fresh++;
            } else if (!each.ok() && cut.isPresent() && patient) {
                clocks[client] = Math.max(clocks[client], cut.get().readyLatestNanos());
            }
        }
        return planned;
    }

    /** Lets the operations happen in their order, and the cuts between them. */
    private List<Answered> happen(List<Planned> planned, List<PowerCut> cuts) {
        List<Answered> answered = new ArrayList<>();
        Map<String, SequentialObject> saved = new HashMap<>();
        int epoch = 0;
        for (Planned each : planned) {
            while (epoch < cuts.size() && each.effect() >= cuts.get(epoch).crashLatestNanos()) {
                if (random.nextDouble() < losses) {
                    objects.clear();
                    objects.putAll(saved);
                }
                saved = copy();
                epoch++;
            }
            if (random.nextInt(3) == 0) {
                saved = copy();
            }
            Value argument = vocabulary.argument(each.function(), random);
            boolean happens = each.effect() != NO_EFFECT;
            answered.add(new Answered(
                    each, argument, happens ? answer(each.key(), each.function(), argument) : Optional.empty()));
        }
        return answered;
    }

    private Map<String, SequentialObject> copy() {
        Map<String, SequentialObject> copy = new HashMap<>();
        objects.forEach((key, object) -> copy.put(key, object.copy()));
        return copy;
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

    private Planned plan(int session, long invoke, List<PowerCut> cuts) {
        long end = invoke + random.nextInt(5);
        for (PowerCut each : cuts) {
            if (each.crashLatestNanos() <= end && end < each.readyLatestNanos()) {
                end = each.readyLatestNanos() + random.nextInt(2); // nothing is answered during an outage
            }
        }
        long last = end;
        boolean cut =
                cuts.stream().anyMatch(each -> invoke <= each.crashLatestNanos() && each.crashLatestNanos() <= last);
        boolean ok = random.nextDouble() >= (cut ? 0.7 : 0.1);
        long effect = invoke + (end == invoke ? 0 : random.nextInt((int) (end - invoke) + 1));
        if (!ok) {
            effect = random.nextInt(3) == 0 ? NO_EFFECT : invoke + random.nextInt(12);
        }
        String function = vocabulary.function(random);
        String key = function.equals(FLUSH) ? "" : keys == 1 ? "k" : "k" + random.nextInt(keys);
        return new Planned(session, key, function, invoke, end, effect, ok);
    }

    private SequentialObject object(String key) {
        return objects.computeIfAbsent(key, k -> SequentialObject.of(model));
    }

    /** The first answer that the object can give; empty for an operation that it cannot do. */
    private Optional<Value> answer(String key, String function, Value argument) {
        if (function.equals(FLUSH)) {
            Operation flush = new Operation(0, 0, 0, FLUSH, "", argument, Value.of("OK"), Outcome.OK, 0, 0);
            return objects.values().stream().allMatch(object -> object.accepts(flush))
                    ? Optional.of(Value.of("OK"))
                    : Optional.empty();
        }
        for (Value answer : vocabulary.answers(function, argument, object(key).value())) {
            SequentialObject after = object(key).copy();
            if (after.accepts(new Operation(0, 0, 0, function, key, argument, answer, Outcome.OK, 0, 0))) {
                objects.put(key, after);
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private Operation operation(int index, Answered answered) {
        Planned planned = answered.planned();
        Outcome outcome = !planned.ok() ? Outcome.INFO : answered.result().isEmpty() ? Outcome.FAIL : Outcome.OK;
        Value result = Value.NOTHING;
        if (outcome == Outcome.OK) {
            List<Value> lies = vocabulary.answers(
                    planned.function(),
                    answered.argument(),
                    object(planned.key()).value());
            boolean lie = random.nextDouble() < this.lies;
            result = lie
                    ? lies.get(random.nextInt(lies.size()))
                    : answered.result().orElseThrow();
        }
        return new Operation(
                index,
                planned.session(),
                0,
                planned.function(),
                planned.key(),
                answered.argument(),
                result,
                outcome,
                planned.invoke(),
                outcome == Outcome.INFO ? Operation.NEVER : planned.end());
    }
}
