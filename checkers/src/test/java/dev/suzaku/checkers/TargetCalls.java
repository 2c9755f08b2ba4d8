package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Adds random calls on the target as a whole to a history: syncs, and what recovery answered about pending operations. */
final class TargetCalls {
    private TargetCalls() {}

    /** @param most how many operations the history may have in the end */
    static History added(History history, Random random, int most, String model) {
        List<Operation> all = new ArrayList<>(history.operations());
        if (all.size() < most && random.nextBoolean()) {
            long begin = random.nextInt(10);
            boolean pending = random.nextInt(4) == 0;
            long end = pending ? Operation.NEVER : begin + random.nextInt(4);
            all.add(call(90, "sync", Value.NOTHING, pending ? Outcome.INFO : Outcome.OK, begin, end));
        }
        for (Operation operation : history.operations()) {
            for (PowerCut cut : history.cuts()) {
                boolean open = operation.outcome() == Outcome.INFO && operation.invokeNanos() < cut.crashLatestNanos();
                long begin = cut.crashLatestNanos() + random.nextInt(4);
                if (open && all.size() < most && random.nextInt(3) > 0 && last(operation, begin, all)) {
                    long end = Math.max(cut.readyLatestNanos(), begin) + random.nextInt(3);
                    all.add(call(
                            operation.session(), "resolve", answer(operation, random, model), Outcome.OK, begin, end));
                    break;
                }
            }
        }
        all.sort(Comparator.comparingLong(Operation::invokeNanos));
        List<Operation> numbered = new ArrayList<>();
        all.forEach(each -> numbered.add(each.numbered(numbered.size())));
        return new History(history.header(), numbered, history.cuts(), true);
    }

    /** Whether the session invoked nothing after the operation until then. */
    private static boolean last(Operation operation, long nanos, List<Operation> all) {
        return all.stream()
                .noneMatch(other -> other.session() == operation.session()
                        && other.invokeNanos() <= nanos
                        && (other.invokeNanos() > operation.invokeNanos() || other.index() > operation.index()));
    }

    private static Value answer(Operation operation, Random random, String model) {
        if (random.nextInt(3) == 0) {
            return Value.of("not-applied");
        }
        List<Value> answers = Vocabulary.of(model)
                .answers(
                        operation.function(),
                        operation.argument(),
                        SequentialObject.of(model).value());
        return Value.sequence(Value.of("applied"), answers.get(random.nextInt(answers.size())));
    }

    private static Operation call(int session, String function, Value result, Outcome outcome, long begin, long end) {
        return new Operation(0, session, 0, function, "", Value.NOTHING, result, outcome, begin, end);
    }
}
