package dev.suzaku.coordinator.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.suzaku.coordinator.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Checks a YAML tree against a JSON Schema and turns it into JSON with the schema's defaults filled in. The published schema is the
 * only description of the file, so it cannot drift from what is accepted.
 *
 * <p>Understands the part of JSON Schema 2020-12 that campaign files need: {@code type} (object, array, string, integer, boolean),
 * {@code properties}, {@code required}, {@code additionalProperties: false}, {@code items}, {@code minItems}, {@code maxItems},
 * {@code enum}, {@code pattern}, {@code maxLength}, {@code minimum}, {@code maximum}, {@code default}, {@code $ref} into
 * {@code #/$defs}. Any other keyword that constrains would be ignored, so the constructor refuses it.
 */
final class SchemaRules {
    private static final Set<String> UNDERSTOOD = Set.of(
            "$schema",
            "$id",
            "$defs",
            "$ref",
            "title",
            "description",
            "examples",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "enum",
            "pattern",
            "maxLength",
            "minimum",
            "maximum",
            "default");

    private final JsonNode root;
    private final String source;

    SchemaRules(JsonNode root, String source) {
        this.root = root;
        this.source = source;
        refuseUnknownKeywords(root);
    }

    /** @return the document as JSON, defaults included; throws {@link BadInputException} naming the line of the first mistake */
    JsonNode check(YamlNode document) {
        return check(document, root, "the campaign");
    }

    private JsonNode check(YamlNode node, JsonNode declared, String what) {
        JsonNode schema = resolve(declared);
        return switch (schema.path("type").asText()) {
            case "object" -> object(node, schema, what);
            case "array" -> array(node, schema, what);
            case "integer" -> integer(node, schema, what);
            case "boolean" -> bool(node, what);
            default -> string(node, schema, what);
        };
    }

    private ObjectNode object(YamlNode node, JsonNode schema, String what) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw refuse(node.line(), what + " must be a mapping (key: value lines)");
        }
        JsonNode properties = schema.path("properties");
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        mapping.entries().forEach((key, entry) -> {
            if (!properties.has(key)) {
                throw refuse(
                        entry.keyLine(),
                        "unknown key '" + StrictYaml.shorten(key) + "' in " + what + "; known: " + names(properties));
            }
            result.set(key, check(entry.value(), properties.get(key), "'" + key + "'"));
        });
        for (JsonNode required : schema.path("required")) {
            if (!result.has(required.asText())) {
                throw refuse(node.line(), what + " needs the key '" + required.asText() + "'");
            }
        }
        fillDefaults(properties, result);
        return result;
    }

    private void fillDefaults(JsonNode properties, ObjectNode result) {
        properties.fields().forEachRemaining(property -> {
            JsonNode schema = resolve(property.getValue());
            if (!result.has(property.getKey()) && schema.has("default")) {
                JsonNode value = schema.get("default").deepCopy();
                if (value instanceof ObjectNode nested) {
                    fillDefaults(schema.path("properties"), nested);
                }
                result.set(property.getKey(), value);
            }
        });
    }

    private ArrayNode array(YamlNode node, JsonNode schema, String what) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            throw refuse(node.line(), what + " must be a list (lines that start with -)");
        }
        int size = sequence.items().size();
        int most = schema.path("maxItems").asInt(StrictYaml.MAX_NODES);
        if (size < schema.path("minItems").asInt(0) || size > most) {
            throw refuse(
                    node.line(),
                    what + " must have " + schema.path("minItems").asInt(0) + " to " + most + " entries, has " + size);
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        sequence.items().forEach(item -> result.add(check(item, schema.get("items"), "an entry of " + what)));
        return result;
    }

    private LongNode integer(YamlNode node, JsonNode schema, String what) {
        long least = schema.path("minimum").asLong(Long.MIN_VALUE);
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        String text = scalar(node, what).text().replace("_", "");
        if (!scalar(node, what).plain() || !text.matches("-?[0-9]{1,18}")) {
            throw refuse(node.line(), what + " must be a whole number, not '" + StrictYaml.shorten(text) + "'");
        }
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw refuse(node.line(), what + " must be between " + least + " and " + most + ", not " + value);
        }
        return LongNode.valueOf(value);
    }

    private BooleanNode bool(YamlNode node, String what) {
        String text = scalar(node, what).text();
        if (!text.equals("true") && !text.equals("false")) {
            throw refuse(node.line(), what + " must be true or false, not '" + StrictYaml.shorten(text) + "'");
        }
        return BooleanNode.valueOf(text.equals("true"));
    }

    private TextNode string(YamlNode node, JsonNode schema, String what) {
        String text = scalar(node, what).text();
        if (text.length() > schema.path("maxLength").asInt(200)) {
            throw refuse(
                    node.line(),
                    what + " is longer than " + schema.path("maxLength").asInt(200) + " characters");
        }
        if (schema.has("enum")) {
            List<String> allowed = texts(schema.get("enum"));
            if (!allowed.contains(text)) {
                throw refuse(
                        node.line(),
                        what + " must be one of " + String.join(", ", allowed) + ", not '" + StrictYaml.shorten(text)
                                + "'");
            }
        }
        if (schema.has("pattern") && !text.matches(schema.get("pattern").asText())) {
            throw refuse(
                    node.line(),
                    what + " must match " + schema.get("pattern").asText() + ", '" + StrictYaml.shorten(text)
                            + "' does not");
        }
        return TextNode.valueOf(text);
    }

    private YamlNode.Scalar scalar(YamlNode node, String what) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar;
        }
        throw refuse(node.line(), what + " must be a single value");
    }

    private JsonNode resolve(JsonNode declared) {
        return declared.has("$ref") ? root.at(declared.get("$ref").asText().substring(1)) : declared;
    }

    private BadInputException refuse(int line, String why) {
        return new BadInputException(source + ":" + line + ": " + why);
    }

    private static String names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return String.join(", ", names);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void refuseUnknownKeywords(JsonNode schema) {
        Set<String> keywords = new HashSet<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(UNDERSTOOD);
        if (!keywords.isEmpty()) {
            throw new IllegalArgumentException("schema keywords that are not understood: " + keywords);
        }
        schema.path("properties").forEach(SchemaRules::refuseUnknownKeywords);
        schema.path("$defs").forEach(SchemaRules::refuseUnknownKeywords);
        if (schema.has("items")) {
            refuseUnknownKeywords(schema.get("items"));
        }
    }
}
