package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One key of the store whose histories Porcupine tests with. It begins as the empty text.
 *
 * <pre>
 *   get: nothing -> text        put: text -> anything        append: text -> anything
 * </pre>
 */
final class PorcupineKvModel implements Model {
    @Override
    public String name() {
        return "porcupine-kv";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new TextAutomaton(operations);
    }

    private enum Kind {
        GET,
        PUT,
        APPEND
    }

    private record TextCall(Kind kind, String text) {}

    private static Optional<TextCall> callOf(Operation operation) {
        return switch (operation.function()) {
            case "get" ->
                operation.outcome() == Outcome.OK
                        ? Optional.of(new TextCall(Kind.GET, text(operation.result())))
                        : Optional.empty();
            case "put" -> Optional.of(new TextCall(Kind.PUT, text(operation.argument())));
            case "append" -> Optional.of(new TextCall(Kind.APPEND, text(operation.argument())));
            default ->
                throw new CheckException("operation " + operation.index() + ": model porcupine-kv has no function "
                        + operation.function() + "; it has get, put and append");
        };
    }

    private static String text(Value value) {
        return value instanceof Value.Nothing ? "" : value.toString();
    }

    /** The state is the text; empty for all texts that begin no text that was read. */
    private static final class TextAutomaton extends InternedAutomaton<Optional<String>, TextCall> {
        private final TreeSet<String> asked = new TreeSet<>();

        TextAutomaton(List<Operation> operations) {
            super(Optional.of(""), operations, PorcupineKvModel::callOf);
            for (Operation operation : operations) {
                callOf(operation).filter(call -> call.kind() == Kind.GET).ifPresent(call -> asked.add(call.text()));
            }
        }

        @Override
        Optional<Optional<String>> next(Optional<String> state, TextCall call) {
            return switch (call.kind()) {
                case GET -> state.equals(Optional.of(call.text())) ? Optional.of(state) : Optional.empty();
                case PUT -> Optional.of(merged(call.text()));
                case APPEND -> Optional.of(state.flatMap(text -> merged(text + call.text())));
            };
        }

        private Optional<String> merged(String text) {
            String next = asked.ceiling(text);
            return next != null && next.startsWith(text) ? Optional.of(text) : Optional.empty();
        }

        @Override
        boolean observes(TextCall call) {
            return call.kind() == Kind.GET;
        }

        @Override
        boolean overwrites(TextCall call) {
            return call.kind() == Kind.PUT;
        }

        @Override
        int cellsOf(Optional<String> state) {
            return state.map(String::length).orElse(0) / 4;
        }

        @Override
        String text(Optional<String> state) {
            return state.orElse("a text that nobody read");
        }
    }
}
