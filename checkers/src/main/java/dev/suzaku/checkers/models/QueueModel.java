package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;

/**
 * A queue, first in first out, or a stack, last in first out. It begins empty.
 *
 * <pre>
 *   enqueue, push: value -> anything
 *   dequeue, pop:  nothing -> value      it was the next one and is gone
 *   dequeue, pop:  nothing -> nothing    there was none
 * </pre>
 *
 * <p>A dequeue of unknown outcome may have taken whatever was next. One that failed did nothing; Jepsen's queues fail
 * when they are empty, which constrains nothing.
 */
public final class QueueModel implements Model {
    private final boolean stack;

    QueueModel(boolean stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return stack ? "stack" : "queue";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        List<QueueCall> calls =
                operations.stream().map(operation -> callOf(operation, stack)).toList();
        return new QueueAutomaton(stack, operations, calls);
    }

    /** What an operation does to a queue or a stack. */
    public sealed interface QueueCall {
        /** The value came in. */
        record Put(Value value) implements QueueCall {}

        /** The value was next and went out. */
        record Take(Value value) implements QueueCall {}

        /** Whatever was next went out. */
        record TakeAny() implements QueueCall {}

        /** Nothing was in. */
        record Empty() implements QueueCall {}
    }

    /**
     * The call of an operation.
     *
     * @throws CheckException when the operation does not fit the model
     */
    public static QueueCall callOf(Operation operation, boolean stack) {
        if (operation.function().equals(stack ? "push" : "enqueue")) {
            if (operation.argument() instanceof Value.Nothing) {
                throw new CheckException("operation " + operation.index() + ": " + operation.function()
                        + " needs a value; nothing is the answer of an empty " + (stack ? "stack" : "queue"));
            }
            return new QueueCall.Put(operation.argument());
        }
        if (operation.function().equals(stack ? "pop" : "dequeue")) {
            if (operation.outcome() != Outcome.OK) {
                return new QueueCall.TakeAny();
            }
            return operation.result() instanceof Value.Nothing
                    ? new QueueCall.Empty()
                    : new QueueCall.Take(operation.result());
        }
        throw new CheckException("operation " + operation.index() + ": model " + (stack ? "stack" : "queue")
                + " has no function " + operation.function() + "; it has "
                + (stack ? "push and pop" : "enqueue and dequeue (write a drain as one dequeue per value)"));
    }

    /** The contents are the numbers of the values, oldest first; those that no answer names share one number. */
    private static final class QueueAutomaton extends InternedAutomaton<Numbers, QueueCall> {
        private static final int UNASKED = -1;

        private final boolean stack;
        private final ValueNumbers asked = new ValueNumbers();

        QueueAutomaton(boolean stack, List<Operation> operations, List<QueueCall> calls) {
            super(Numbers.NONE, operations, operation -> Optional.of(callOf(operation, stack)));
            this.stack = stack;
            for (QueueCall call : calls) {
                if (call instanceof QueueCall.Take take) {
                    asked.number(take.value());
                }
            }
        }

        @Override
        Optional<Numbers> next(Numbers state, QueueCall call) {
            if (call instanceof QueueCall.Put put) {
                return Optional.of(state.append(asked.contains(put.value()) ? asked.number(put.value()) : UNASKED));
            } else if (call instanceof QueueCall.Empty) {
                return state.size() == 0 ? Optional.of(state) : Optional.empty();
            }
            int place = stack ? state.size() - 1 : 0;
            boolean fits = state.size() > 0
                    && (!(call instanceof QueueCall.Take take) || state.get(place) == asked.number(take.value()));
            if (!fits) {
                return Optional.empty();
            }
            return Optional.of(stack ? state.withoutLast() : state.withoutFirst());
        }

        @Override
        boolean observes(QueueCall call) {
            return call instanceof QueueCall.Empty;
        }

        @Override
        boolean standsFor(QueueCall call, QueueCall other) {
            return call instanceof QueueCall.TakeAny && other instanceof QueueCall.Take;
        }

        @Override
        int cellsOf(Numbers state) {
            return state.size();
        }

        @Override
        String text(Numbers state) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < state.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                int number = (int) state.get(i);
                text.append(number == UNASKED ? "a value that nobody took" : asked.value(number));
            }
            return text.append(']').toString();
        }
    }
}
