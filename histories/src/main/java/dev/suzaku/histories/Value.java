package dev.suzaku.histories;

import java.util.List;
import java.util.Objects;

/** An argument or a result of an operation: nothing, a whole number, a text or a sequence of values. Immutable. */
public sealed interface Value {
    /** The only instance of {@link Nothing} that is needed. */
    Nothing NOTHING = new Nothing();

    /** A text value. */
    static Value of(String text) {
        return new Text(text);
    }

    /** A whole-number value. */
    static Value of(long whole) {
        return new Whole(whole);
    }

    /** A sequence of values. */
    static Value sequence(Value... items) {
        return new Sequence(List.of(items));
    }

    /** No value: no argument, a missing key, Jepsen's {@code nil}. */
    record Nothing() implements Value {
        @Override
        public String toString() {
            return "nothing";
        }
    }

    /** A signed 64-bit number. */
    record Whole(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A text. */
    record Text(String value) implements Value {
        public Text {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** Several values in order. */
    record Sequence(List<Value> items) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }
}
