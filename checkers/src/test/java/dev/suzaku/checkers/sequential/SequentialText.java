package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;

/** A text that is put and appended to. */
final class SequentialText implements SequentialObject {
    private String text = "";

    @Override
    public boolean accepts(Operation operation) {
        switch (operation.function()) {
            case "get":
                return !SequentialObject.known(operation) || operation.result().equals(Value.of(text));
            case "put":
                text = operation.argument().toString();
                return true;
            case "append":
                text += operation.argument().toString();
                return true;
            default:
                throw new IllegalArgumentException(operation.function());
        }
    }

    @Override
    public SequentialObject copy() {
        SequentialText copy = new SequentialText();
        copy.text = text;
        return copy;
    }

    @Override
    public Value value() {
        return Value.of(text);
    }
}
