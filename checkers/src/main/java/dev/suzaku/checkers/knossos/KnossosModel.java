package dev.suzaku.checkers.knossos;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.models.MultiRegisterModel;
import dev.suzaku.checkers.models.QueueModel;
import dev.suzaku.checkers.models.QueueModel.QueueCall;
import dev.suzaku.checkers.models.RegisterModel;
import dev.suzaku.checkers.models.SetModel;
import dev.suzaku.checkers.models.SetModel.SetCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our models that Knossos has too, and what their operations are there.
 *
 * <p>Some answers have no word in Knossos's own models: a compare-and-set or a lock that was refused, a queue that was
 * empty, a dequeue whose answer is lost. A history that has one of them is checked with a model of ours in Knossos's form,
 * in {@code suzaku/knossos.clj}; all others with Knossos's own.
 */
enum KnossosModel {
    REGISTER("register", "register", "") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            return registerStep(operation, name, false);
        }
    },
    CAS_REGISTER("cas-register", "cas-register", "refused") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            return registerStep(operation, name, true);
        }
    },
    MUTEX("mutex", "mutex", "was-held|was-free") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            boolean refused = operation.result().equals(RegisterModel.REFUSED);
            return switch (operation.function()) {
                case "acquire" -> plain(refused ? "was-held" : "acquire");
                case "release" -> plain(refused ? "was-free" : "release");
                default -> throw unfit(operation, name);
            };
        }
    },
    QUEUE("queue", "fifo-queue", "was-empty|take-any") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            QueueCall call = QueueModel.callOf(operation, false);
            if (call instanceof QueueCall.Put put) {
                return Optional.of(new KnossosStep("enqueue", ValueText.of(put.value())));
            } else if (call instanceof QueueCall.Take take) {
                return Optional.of(new KnossosStep("dequeue", ValueText.of(take.value())));
            }
            return plain(call instanceof QueueCall.Empty ? "was-empty" : "take-any");
        }
    },
    SET("set", "set", "") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            return SetModel.callOf(operation).map(call -> setStep(operation, call));
        }
    },
    MULTI_REGISTER("multi-register", "multi-register", "") {
        @Override
        Optional<KnossosStep> step(Operation operation) {
            return MultiRegisterModel.callOf(operation).map(transaction -> {
                List<String> steps = transaction.steps().stream()
                        .map(step -> ValueText.vector(List.of(
                                step.write() ? ":write" : ":read",
                                ValueText.of(step.key()),
                                ValueText.of(step.value()))))
                        .toList();
                return new KnossosStep("txn", ValueText.vector(steps));
            });
        }
    };

    final String name;
    private final String knossosName;
    private final String unknownToKnossos; // a regular expression

    KnossosModel(String name, String knossosName, String unknownToKnossos) {
        this.name = name;
        this.knossosName = knossosName;
        this.unknownToKnossos = unknownToKnossos;
    }

    /**
     * The model for one of ours.
     *
     * @throws CheckException when Knossos has none like it
     */
    static KnossosModel named(String name) {
        return Arrays.stream(values())
                .filter(model -> model.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new CheckException("Knossos has no model " + name + "; it can answer for "
                        + Arrays.stream(values()).map(model -> model.name).collect(Collectors.joining(", "))));
    }

    /**
     * What an operation that may have happened is in Knossos; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    abstract Optional<KnossosStep> step(Operation operation);

    /** The name of the model that knows all these steps. */
    String modelFor(Set<String> functions) {
        boolean own = functions.stream().noneMatch(function -> function.matches(unknownToKnossos));
        return own ? knossosName : "suzaku-" + name;
    }

    private static Optional<KnossosStep> plain(String function) {
        return Optional.of(new KnossosStep(function, ValueText.NOTHING));
    }

    private static Optional<KnossosStep> registerStep(Operation operation, String model, boolean withCas) {
        switch (operation.function()) {
            case "read":
                return operation.outcome() == Outcome.OK
                        ? Optional.of(new KnossosStep("read", ValueText.of(operation.result())))
                        : Optional.empty();
            case "write":
                return Optional.of(new KnossosStep("write", ValueText.of(operation.argument())));
            case "cas":
                boolean pair = operation.argument() instanceof Value.Sequence sequence
                        && sequence.items().size() == 2;
                if (withCas && pair) {
                    String function = operation.result().equals(RegisterModel.REFUSED) ? "refused" : "cas";
                    return Optional.of(new KnossosStep(function, ValueText.of(operation.argument())));
                }
                throw unfit(operation, model);
            default:
                throw unfit(operation, model);
        }
    }

    private static KnossosStep setStep(Operation operation, SetCall call) {
        if (call instanceof SetCall.Add add) {
            return new KnossosStep("add", ValueText.of(add.element()));
        } else if (call instanceof SetCall.Read read) {
            return new KnossosStep("read", ValueText.set(read.elements()));
        } else if (call instanceof SetCall.Impossible) {
            return new KnossosStep("read", ":no-set-answers-this");
        }
        throw new CheckException("operation " + operation.index()
                + ": Knossos's set knows add and whole reads only, not " + operation.function() + " -> "
                + operation.result());
    }

    private static CheckException unfit(Operation operation, String model) {
        return new CheckException("operation " + operation.index() + ": model " + model + " has no "
                + operation.function() + " of " + operation.argument());
    }
}
