package dev.suzaku.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Walks JSON documents and refuses names that are not small letters and underscores; ids of conditions may have hyphens. */
public final class JsonStyle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "[a-z][a-z0-9]*([_-][a-z0-9]+)*";
    private static final String UNIT_IN_FULL = ".*_(nanos|micros|millis)";

    private JsonStyle() {}

    /** @return the text, read */
    public static JsonNode checked(String json) throws IOException {
        JsonNode document = JSON.readTree(json);
        check(document, "");
        return document;
    }

    private static void check(JsonNode node, String where) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            assertThat(field.getKey()).as("a name in %s/", where).matches(NAME).doesNotMatch(UNIT_IN_FULL);
            check(field.getValue(), where + "/" + field.getKey());
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), where + "/" + i);
        }
    }

    /** Every document of a store: JSON, JSON a line, and YAML that Suzaku wrote. @return the names of their files */
    public static List<String> checkedFiles(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            List<Path> documents = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.json|\\.jsonl|/spec\\.yaml)"))
                    .toList();
            for (Path file : documents) {
                String text = Files.readString(file);
                if (file.toString().endsWith(".jsonl")) {
                    for (String line : text.lines().toList()) {
                        checked(line);
                    }
                } else if (file.toString().endsWith(".yaml")) {
                    Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
                    check(JSON.valueToTree(tree), file.toString());
                } else {
                    check(JSON.readTree(text), file.toString());
                }
            }
            return documents.stream()
                    .map(file -> file.getFileName().toString())
                    .distinct()
                    .toList();
        }
    }
}
