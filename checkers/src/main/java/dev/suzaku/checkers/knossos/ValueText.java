package dev.suzaku.checkers.knossos;

import dev.suzaku.histories.Value;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values as EDN. Knossos takes a read of {@code nil} for one whose answer is not known, so nothing is written as a value
 * of its own, {@code :nothing}, and registers begin with it.
 */
final class ValueText {
    static final String NOTHING = ":nothing";

    private ValueText() {}

    static String of(Value value) {
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        } else if (value instanceof Value.Text text) {
            return quoted(text.value());
        } else if (value instanceof Value.Sequence sequence) {
            return vector(sequence.items().stream().map(ValueText::of).toList());
        }
        return NOTHING;
    }

    /** A set of values, all of them different. */
    static String set(Collection<Value> values) {
        return values.stream().map(ValueText::of).collect(Collectors.joining(" ", "#{", "}"));
    }

    static String vector(List<String> items) {
        return items.stream().collect(Collectors.joining(" ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                quoted.append(String.format("\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
