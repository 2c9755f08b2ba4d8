package dev.suzaku.faults.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/** etcd's JSON gateway: HTTP, keys and values in base 64. */
final class EtcdLink extends KeyValueLink {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** gRPC's code for a server that cannot be reached: the gateway is a client of its own server, and a cut resets their connection too. */
    private static final int UNAVAILABLE = 14;

    EtcdLink(int port) throws IOException {
        super(port);
    }

    @Override
    void set(String key, long value) throws IOException {
        ask("put", put(key, value));
    }

    /** By a transaction, since etcd cannot add: a put that holds only while the value is the one that was read. */
    @Override
    long increment(String key) throws IOException {
        long before = get(key).orElseThrow(() -> new SoakFailure("key " + key + " is not there, adding 1 needs it"));
        String compare = "{\"key\":\"%s\",\"target\":\"VALUE\",\"value\":\"%s\"}"
                .formatted(base64(key), base64(Long.toString(before)));
        JsonNode answer = ask(
                "txn", "{\"compare\":[%s],\"success\":[{\"requestPut\":%s}]}".formatted(compare, put(key, before + 1)));
        if (!answer.path("succeeded").asBoolean()) {
            throw new SoakFailure("key " + key + " was " + before + ", and is not while it becomes " + (before + 1)
                    + ": the server answered '" + answer + "'");
        }
        return before + 1;
    }

    @Override
    OptionalLong get(String key) throws IOException {
        JsonNode found = ask("range", "{\"key\":\"%s\"}".formatted(base64(key))).path("kvs");
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        byte[] value = Base64.getDecoder().decode(found.path(0).path("value").asText());
        return OptionalLong.of(number(new String(value, StandardCharsets.US_ASCII)));
    }

    private static String put(String key, long value) {
        return "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key), base64(Long.toString(value)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private JsonNode ask(String method, String request) throws IOException {
        send("POST /v3/kv/" + method + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + request.length()
                + "\r\n\r\n" + request);
        String status = line();
        String text = text(bodyLength());
        JsonNode answer = parse(text);
        if (answer.path("code").asInt() == UNAVAILABLE) {
            throw new IOException("the server did not reach itself: " + text);
        }
        if (!status.equals("HTTP/1.1 200 OK") || !answer.has("header")) {
            throw new SoakFailure("the server answered '" + status + "', '" + text.strip() + "' to " + method);
        }
        return answer;
    }

    private int bodyLength() throws IOException {
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith("Content-Length: ")) {
                length = (int) number(line.substring("Content-Length: ".length()));
            }
        }
        if (length < 0) {
            throw new SoakFailure("the server answered without a length");
        }
        return length;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SoakFailure("the server answered '" + text + "', which is no JSON", e);
        }
    }
}
