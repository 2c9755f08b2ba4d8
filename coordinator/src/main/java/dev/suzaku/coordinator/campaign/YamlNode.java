package dev.suzaku.coordinator.campaign;

import java.util.List;
import java.util.Map;

/** A YAML document as a tree whose nodes know their line (1-based), so that every complaint can name it. */
sealed interface YamlNode {
    int line();

    /** {@code plain}: written without quotes, so that {@code 12} and {@code true} are a number and a boolean. */
    record Scalar(String text, boolean plain, int line) implements YamlNode {}

    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** In the order of the file; keys are unique. */
    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {}

    /** @param keyLine the line of the key, which may differ from the value's */
    record Entry(int keyLine, YamlNode value) {}
}
