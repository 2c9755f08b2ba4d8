package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries every order of the operations of one object, straight from the definitions; shares no code with the engines. For
 * histories of few operations whose cuts are instants.
 */
public final class BruteForce {
    private final List<Item> items = new ArrayList<>();

    /** An operation or a crash (null) with its interval on a scale on which ties are already broken. */
    private record Item(Operation operation, long start, long end, boolean mandatory) {}

    private BruteForce(List<Operation> operations, List<PowerCut> cuts, Condition condition) {
        for (Operation operation : operations) {
            if (operation.outcome() == Outcome.FAIL) {
                continue;
            }
            boolean mandatory = operation.outcome() == Outcome.OK;
            long deadline = Long.MAX_VALUE / 8;
            for (PowerCut cut : cuts) {
                if (operation.invokeNanos() < cut.crashLatestNanos()) {
                    deadline = switch (condition) {
                        case STRICT -> cut.crashLatestNanos();
                        case READY_BOUNDED -> Math.min(cut.readyLatestNanos(), deadline);
                        case DURABLE -> deadline;
                    };
                    break;
                }
            }
            // at one instant: deadlines, crashes, invocations, returns
            long end =
                    mandatory && operation.returnNanos() <= deadline ? 4 * operation.returnNanos() + 3 : 4 * deadline;
            items.add(new Item(operation, 4 * operation.invokeNanos() + 2, end, mandatory));
        }
        for (PowerCut cut : cuts) {
            items.add(new Item(null, 4 * cut.crashLatestNanos() + 1, 4 * cut.crashLatestNanos() + 1, true));
        }
    }

    public static boolean linearizable(
            List<Operation> operations, List<PowerCut> cuts, Condition condition, String model) {
        BruteForce search = new BruteForce(operations, cuts, condition);
        return search.search(new boolean[search.items.size()], SequentialObject.of(model));
    }

    private boolean search(boolean[] done, SequentialObject object) {
        boolean finished = true;
        for (int i = 0; i < done.length; i++) {
            finished &= done[i] || !items.get(i).mandatory();
        }
        if (finished) {
            return true;
        }
        for (int i = 0; i < done.length; i++) {
            if (done[i] || !mayBeNext(i, done)) {
                continue;
            }
            SequentialObject after = object.copy();
            if (happens(items.get(i), after)) {
                done[i] = true;
                if (search(done, after)) {
                    return true;
                }
                done[i] = false;
            }
        }
        return false;
    }

    private static boolean happens(Item item, SequentialObject object) {
        if (item.operation() == null) {
            object.crash();
            return true;
        }
        return object.accepts(item.operation());
    }

    /** No duty that ended before this began is left, and nothing that began after this ended is already done. */
    private boolean mayBeNext(int candidate, boolean[] done) {
        for (int i = 0; i < done.length; i++) {
            if (!done[i]
                    && items.get(i).mandatory()
                    && items.get(i).end() < items.get(candidate).start()) {
                return false;
            }
            if (done[i] && items.get(candidate).end() < items.get(i).start()) {
                return false;
            }
        }
        return true;
    }
}
