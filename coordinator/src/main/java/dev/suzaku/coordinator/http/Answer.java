package dev.suzaku.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * What goes back to a client.
 *
 * @param status HTTP status code
 * @param type media type
 * @param body the bytes
 */
record Answer(int status, String type, byte[] body) {
    private static final String JSON = "application/json";

    static Answer json(JsonNode content) {
        return new Answer(200, JSON, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(int status, String message) {
        String body =
                JsonNodeFactory.instance.objectNode().put("error", message).toString();
        return new Answer(status, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer page(String type, byte[] body) {
        return new Answer(200, type, body);
    }
}
