package dev.suzaku.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How Suzaku's JSON documents name things: small letters and underscores, a time's unit at the end as {@code _ns}, {@code _us}, {@code _ms}. */
public final class JsonNames {
    private static final Pattern WORD_BEGINS = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern COMPONENT = Pattern.compile("[a-z]+([A-Z0-9][a-z0-9]*)+");
    private static final Map<String, String> UNITS = Map.of("_nanos", "_ns", "_micros", "_us", "_millis", "_ms");

    private JsonNames() {}

    /** The name of a record's component: {@code frozenLatestNanos} is {@code frozen_latest_ns}. */
    public static String of(String component) {
        String name = WORD_BEGINS.matcher(component).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> unit : UNITS.entrySet()) {
            if (name.endsWith(unit.getKey())) {
                return name.substring(0, name.length() - unit.getKey().length()) + unit.getValue();
            }
        }
        return name;
    }

    /** Writes and reads records under such names. */
    public static ObjectMapper mapper() {
        return new ObjectMapper().setPropertyNamingStrategy(new Strategy());
    }

    /**
     * A stored document under the names of today. Until November 2026 runs were stored under the names of the records' components.
     *
     * @throws IllegalArgumentException when an object has one thing under both names: then it is none of ours
     */
    public static JsonNode ofToday(JsonNode stored) {
        if (stored.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            stored.forEach(item -> array.add(ofToday(item)));
            return array;
        }
        if (!stored.isObject()) {
            return stored;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : stored.properties()) {
            String name = field.getKey();
            String today = COMPONENT.matcher(name).matches() ? of(name) : name;
            if (object.replace(today, ofToday(field.getValue())) != null) {
                throw new IllegalArgumentException(
                        "the document says " + today + " twice, once as it was named before");
            }
        }
        return object;
    }

    private static final class Strategy extends PropertyNamingStrategies.NamingBase {
        private static final long serialVersionUID = 1L;

        @Override
        public String translate(String component) {
            return of(component);
        }
    }
}
