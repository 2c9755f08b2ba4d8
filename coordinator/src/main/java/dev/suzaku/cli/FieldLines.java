package dev.suzaku.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** A flat JSON object for people: one line a field. */
final class FieldLines {
    private FieldLines() {}

    /** Names and values in two columns; a field whose value is an empty text has no line. */
    static String of(JsonNode object) {
        return object.properties().stream()
                .filter(field -> !field.getValue().asText().isEmpty()) // a note only where there is something to say
                .map(field ->
                        "%-26s %s".formatted(field.getKey(), field.getValue().asText()))
                .collect(Collectors.joining("\n"));
    }
}
