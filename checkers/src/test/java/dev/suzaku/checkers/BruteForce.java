package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides every condition by trying every order, straight from {@code docs/conditions.md}; shares no code with the
 * checker. For histories of few operations whose cuts are instants (the latest of each interval).
 */
public final class BruteForce {
    private static final List<String> REGISTERS = List.of("register", "cas-register");

    private BruteForce() {}

    /** The answer: VALID, INVALID or NOT_APPLICABLE. */
    static Answer answer(History history, Condition condition, String model) {
        switch (condition) {
            case TRANSIENT:
                return REGISTERS.contains(model) ? answer(orders(history, condition, model)) : Answer.NOT_APPLICABLE;
            case BUFFERED_PREFIX:
                return answer(new BruteForcePrefix(history, model).explains());
            case BUFFERED_CUT:
                return answer(new BruteForceCut(history, model).explains());
            case NRL:
            case DETECTABLE:
                return BruteForceResolve.answer(history, condition, model);
            default:
                return answer(orders(history, condition, model));
        }
    }

    static Answer answer(boolean holds) {
        return holds ? Answer.VALID : Answer.INVALID;
    }

    /** Whether a condition under which nothing completed is lost holds for some operations. */
    public static boolean linearizable(
            List<Operation> operations, List<PowerCut> cuts, Condition condition, String model) {
        return orders(new History(HistoryHeader.of("", model, 0), operations, cuts, true), condition, model);
    }

    private static boolean orders(History history, Condition condition, String model) {
        List<Operation> operations = onObjects(history);
        BruteForceOrders search = new BruteForceOrders(model);
        for (Operation operation : operations) {
            search.add(operation, operation.outcome() == Outcome.OK, deadline(operation, condition, history));
        }
        history.cuts().forEach(cut -> search.addCrash(cut.crashLatestNanos()));
        if (condition == Condition.RECOVERABLE) {
            for (Operation operation : operations) {
                if (cutWhileOpen(operation, history.cuts()).isPresent()) {
                    // one that was answered is ordered by its answer
                    search.before(
                            operation,
                            followers(
                                    operation,
                                    history,
                                    sameObject(operation, history)
                                            .and(each -> each.invokeNanos() < operation.returnNanos())));
                }
            }
        }
        return search.explains();
    }

    static List<Operation> onObjects(History history) {
        return history.operations().stream()
                .filter(each -> each.outcome() != Outcome.FAIL)
                .filter(each -> !List.of("sync", "resolve").contains(each.function()))
                .toList();
    }

    /** Until when it may take effect, exclusively; that of an operation that was open at no cut is never. */
    private static long deadline(Operation operation, Condition condition, History history) {
        Optional<PowerCut> cut = cutWhileOpen(operation, history.cuts());
        if (cut.isEmpty()) {
            return Operation.NEVER;
        }
        return switch (condition) {
            case STRICT -> cut.get().crashLatestNanos();
            case READY_BOUNDED -> cut.get().readyLatestNanos();
            case PERSISTENT ->
                followers(operation, history, each -> true).stream()
                        .mapToLong(Operation::invokeNanos)
                        .findFirst()
                        .orElse(Operation.NEVER);
            case TRANSIENT ->
                followers(operation, history, sameObject(operation, history)).stream()
                        .filter(each -> each.outcome() == Outcome.OK)
                        .filter(each -> each.function().equals("write")
                                || each.function().equals("cas")
                                        && !each.result().toString().equals("REFUSED"))
                        .mapToLong(each -> each.returnNanos() + 1) // with the instant of the return itself
                        .findFirst()
                        .orElse(Operation.NEVER);
            default -> Operation.NEVER;
        };
    }

    /** The first crash after the invocation, if the operation had not returned by then. */
    static Optional<PowerCut> cutWhileOpen(Operation operation, List<PowerCut> cuts) {
        return cuts.stream()
                .filter(cut -> operation.invokeNanos() < cut.crashLatestNanos())
                .findFirst()
                .filter(cut -> operation.returnNanos() >= cut.crashLatestNanos());
    }

    private static Predicate<Operation> sameObject(Operation operation, History history) {
        boolean oneObject =
                history.operations().stream().anyMatch(each -> each.function().equals("flush_all"));
        return each -> oneObject || each.key().equals(operation.key());
    }

    /** The later operations of the session, up to one that it gave up while the target lived. */
    private static List<Operation> followers(Operation operation, History history, Predicate<Operation> which) {
        List<Operation> followers = new ArrayList<>();
        Operation before = operation;
        for (Operation next : history.operations()) {
            if (next.index() <= operation.index()
                    || next.session() != operation.session()
                    || next.outcome() == Outcome.FAIL) {
                continue;
            }
            Operation former = before;
            boolean answered = former.returnNanos() <= next.invokeNanos();
            boolean cutBetween = history.cuts().stream()
                    .anyMatch(cut -> former.invokeNanos() < cut.crashLatestNanos()
                            && cut.crashLatestNanos() <= next.invokeNanos());
            if (!answered && !cutBetween) {
                break;
            }
            followers.add(next);
            before = next;
        }
        return followers.stream().filter(which).toList();
    }
}
