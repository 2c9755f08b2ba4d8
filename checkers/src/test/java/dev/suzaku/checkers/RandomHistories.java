package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Small histories of one object from a seed: a simulated target answers, loses power, lets pending operations take effect
 * early, late or never, and sometimes lies.
 */
public final class RandomHistories {
    private static final long NO_EFFECT = -1;

    private final Random random;
    private final String model;
    private final double lies;
    private final Vocabulary vocabulary;
    private SequentialObject object;

    public RandomHistories(long seed, String model, double lies) {
        this.random = new Random(seed);
        this.model = model;
        this.lies = lies;
        this.vocabulary = Vocabulary.of(model);
        this.object = SequentialObject.of(model);
    }

    private record Planned(int session, String function, long invoke, long end, long effect, boolean ok) {}

    /** An operation with its true answer; empty when it could not be done. */
    private record Answered(Planned planned, Value argument, Optional<Value> result) {}

    public History next(int sessions, int operations, int cutCount) {
        object = SequentialObject.of(model);
        vocabulary.start(random);
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
            Value argument = vocabulary.argument(each.function(), random);
            boolean happens = each.effect() != NO_EFFECT;
            answered.add(new Answered(each, argument, happens ? answer(each.function(), argument) : Optional.empty()));
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
        return new Planned(session, vocabulary.function(random), invoke, end, effect, ok);
    }

    /** The first answer that the object can give; empty for an operation that it cannot do. */
    private Optional<Value> answer(String function, Value argument) {
        for (Value answer : vocabulary.answers(function, argument, object.value())) {
            SequentialObject after = object.copy();
            if (after.accepts(new Operation(0, 0, 0, function, "k", argument, answer, Outcome.OK, 0, 0))) {
                object = after;
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
            List<Value> lies = vocabulary.answers(planned.function(), answered.argument(), object.value());
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
                "k",
                answered.argument(),
                result,
                outcome,
                planned.invoke(),
                outcome == Outcome.INFO ? Operation.NEVER : planned.end());
    }
}
