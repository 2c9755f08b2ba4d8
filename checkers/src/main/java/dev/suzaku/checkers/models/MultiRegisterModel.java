package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Registers that one operation may read and write together, in one instant. All begin as nothing.
 *
 * <pre>
 *   txn, read, write: [step ...] -> [step ...]
 *
 *   step = [r key nothing] -> [r key value]      or read for r
 *          [w key value]                         or write for w
 *          [key value]                           of the function's own kind, for read and write
 * </pre>
 *
 * <p>Steps take effect in their order, so that a read sees what was written before it in the same operation. The reads of
 * an operation of unknown outcome constrain nothing, its writes all happened or none did.
 */
public final class MultiRegisterModel implements Model {
    @Override
    public String name() {
        return "multi-register";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new MultiRegisterAutomaton(operations);
    }

    /** One read or write of one register. */
    public record Step(boolean write, Value key, Value value) {}

    /** What an operation does to the registers. */
    public record Transaction(List<Step> steps) {
        public Transaction {
            steps = List.copyOf(steps);
        }

        /** Whether nothing is written. */
        public boolean observes() {
            return steps.stream().noneMatch(Step::write);
        }
    }

    /**
     * The transaction of an operation; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    public static Optional<Transaction> callOf(Operation operation) {
        boolean known = operation.outcome() == Outcome.OK;
        boolean answered = known && operation.result() instanceof Value.Sequence;
        List<Step> steps = new ArrayList<>();
        for (Value item : items(operation, answered ? operation.result() : operation.argument())) {
            Step step = stepOf(operation, item);
            if (!step.write() && known && !answered) {
                throw unfit(operation, "the result of an operation that reads must be the steps with their values");
            }
            if (step.write() || known) {
                steps.add(step);
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new Transaction(steps));
    }

    private static Step stepOf(Operation operation, Value item) {
        List<Value> parts = items(operation, item);
        String kind = parts.size() == 3 ? parts.get(0).toString() : parts.size() == 2 ? operation.function() : "";
        boolean write = kind.equals("w") || kind.equals("write");
        if (!write && !kind.equals("r") && !kind.equals("read")) {
            throw unfit(operation, "a step must be [r key value] or [w key value], not " + item);
        }
        return new Step(write, parts.get(parts.size() - 2), parts.get(parts.size() - 1));
    }

    private static List<Value> items(Operation operation, Value value) {
        if (value instanceof Value.Sequence sequence) {
            return sequence.items();
        }
        throw unfit(operation, "steps must be sequences, not " + value);
    }

    private static CheckException unfit(Operation operation, String why) {
        return new CheckException("operation " + operation.index() + " (" + operation.function() + "): " + why);
    }

    /** The state has the number of each register's value; values that no read names share one number. */
    private static final class MultiRegisterAutomaton extends InternedAutomaton<Numbers, Transaction> {
        private static final int UNASKED = -1;

        private final ValueNumbers keys;
        private final ValueNumbers values = new ValueNumbers();

        MultiRegisterAutomaton(List<Operation> operations) {
            this(operations, new ValueNumbers());
        }

        private MultiRegisterAutomaton(List<Operation> operations, ValueNumbers keys) {
            super(beginning(operations, keys), operations, MultiRegisterModel::callOf);
            this.keys = keys;
            values.number(Value.NOTHING); // the beginning of every register is number 0
            for (Operation operation : operations) {
                callOf(operation)
                        .ifPresent(call -> call.steps().stream()
                                .filter(step -> !step.write())
                                .forEach(step -> values.number(step.value())));
            }
        }

        private static Numbers beginning(List<Operation> operations, ValueNumbers keys) {
            for (Operation operation : operations) {
                callOf(operation).ifPresent(call -> call.steps().forEach(step -> keys.number(step.key())));
            }
            return Numbers.repeated(keys.size(), 0);
        }

        @Override
        Optional<Numbers> next(Numbers state, Transaction call) {
            Numbers after = state;
            for (Step step : call.steps()) {
                int key = keys.number(step.key());
                int value = values.contains(step.value()) ? values.number(step.value()) : UNASKED;
                if (step.write()) {
                    after = after.with(key, value);
                } else if (after.get(key) != value) {
                    return Optional.empty();
                }
            }
            return Optional.of(after);
        }

        @Override
        boolean observes(Transaction call) {
            return call.observes();
        }

        @Override
        boolean overwrites(Transaction call) {
            Set<Value> written = new HashSet<>();
            for (Step step : call.steps()) {
                if (!step.write()) {
                    return false;
                }
                written.add(step.key());
            }
            return written.size() == keys.size();
        }

        @Override
        int cellsOf(Numbers state) {
            return state.size();
        }

        @Override
        String text(Numbers state) {
            List<String> registers = new ArrayList<>();
            for (int key = 0; key < state.size(); key++) {
                int number = (int) state.get(key);
                registers.add(keys.value(key) + " = "
                        + (number == UNASKED ? "a value that nobody read" : values.value(number)));
            }
            return String.join(", ", registers);
        }
    }
}
