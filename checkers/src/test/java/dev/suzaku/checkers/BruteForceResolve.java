package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.Optional;

/** The conditions about the answers of resolve, as {@code docs/conditions.md} defines them. */
final class BruteForceResolve {
    private BruteForceResolve() {}

    static Answer answer(History history, Condition condition, String model) {
        BruteForceOrders search = new BruteForceOrders(model);
        int answers = 0;
        boolean unfinished = false;
        for (Operation operation : BruteForce.onObjects(history)) {
            Optional<Operation> resolve = resolveOf(operation, history);
            boolean done = operation.outcome() == Outcome.OK;
            if (resolve.isEmpty()) {
                search.add(operation, done, Operation.NEVER);
                continue;
            }
            answers++;
            if (resolve.get().result() instanceof Value.Sequence applied) {
                search.add(
                        operation.answered(applied.items().get(1), resolve.get().returnNanos()), true, Operation.NEVER);
            } else {
                unfinished = true;
            }
        }
        if (answers == 0) {
            return Answer.NOT_APPLICABLE;
        }
        history.cuts().forEach(cut -> search.addCrash(cut.crashLatestNanos()));
        return BruteForce.answer(search.explains() && !(condition == Condition.NRL && unfinished));
    }

    /** The first completed resolve of the session after the cut, if this was its last operation on an object before. */
    private static Optional<Operation> resolveOf(Operation operation, History history) {
        Optional<PowerCut> cut = BruteForce.cutWhileOpen(operation, history.cuts());
        if (cut.isEmpty() || operation.outcome() != Outcome.INFO) {
            return Optional.empty();
        }
        for (Operation next : history.operations()) {
            if (next.session() != operation.session() || next.index() <= operation.index()) {
                continue;
            }
            if (next.function().equals("resolve")) {
                if (next.outcome() == Outcome.OK
                        && next.invokeNanos() >= cut.get().crashLatestNanos()) {
                    return Optional.of(next);
                }
            } else if (next.outcome() != Outcome.FAIL && !next.function().equals("sync")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
