package dev.suzaku.checkers;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The values that operations put into an object, for explanations. */
final class WrittenValues {
    private static final Set<String> REFUSALS = Set.of("REFUSED", "NOT_STORED", "EXISTS", "NOT_FOUND");

    private static final Set<String> MEMCACHED = Set.of("kv", "kv-evicting");

    private WrittenValues() {}

    /** The value that the operation puts in if it takes effect; empty where it puts none in or was refused. */
    static Optional<Value> of(Model model, Operation operation) {
        if (operation.outcome() == Outcome.FAIL
                || operation.outcome() == Outcome.OK
                        && REFUSALS.contains(operation.result().toString())) {
            return Optional.empty();
        }
        boolean register = model.name().equals("cas-register") || model.name().equals("register");
        return switch (operation.function()) {
            case "set", "add", "replace" ->
                operation.argument() instanceof Value.Sequence && MEMCACHED.contains(model.name())
                        ? item(operation.argument(), 0) // beside it stands a time to live
                        : Optional.of(operation.argument());
            case "write", "put", "enqueue", "push" -> Optional.of(operation.argument());
            case "cas" -> item(operation.argument(), register ? 1 : 0);
            case "incr", "decr" ->
                operation.outcome() == Outcome.OK ? Optional.of(operation.result()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Value> item(Value value, int place) {
        return value instanceof Value.Sequence sequence && sequence.items().size() > place
                ? Optional.of(sequence.items().get(place))
                : Optional.empty();
    }

    /**
     * An operation for each value that was put in, which takes it out or reads it. They are no part of any history: an
     * object's states tell apart only values that somebody asks for, and an explanation should name the others too.
     */
    static List<Operation> asking(Model model, List<Operation> operations) {
        Optional<String> function = switch (model.name()) {
            case "register", "cas-register" -> Optional.of("read");
            case "kv", "kv-evicting" -> Optional.of("get");
            case "queue" -> Optional.of("dequeue");
            case "stack" -> Optional.of("pop");
            default -> Optional.empty();
        };
        boolean texts = MEMCACHED.contains(model.name());
        Set<Operation> asking = new LinkedHashSet<>();
        for (Operation operation : operations) {
            of(model, operation)
                    .filter(value -> function.isPresent() && (!texts || value instanceof Value.Text))
                    .ifPresent(value -> asking.add(read(function.orElseThrow(), operation.key(), value)));
        }
        return List.copyOf(asking);
    }

    private static Operation read(String function, String key, Value value) {
        long later = Operation.NEVER - 1;
        return new Operation(0, 0, 0, function, key, Value.NOTHING, value, Outcome.OK, later, later);
    }
}
