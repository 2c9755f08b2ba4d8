package dev.suzaku.agent.memcached;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One line of {@code lru_crawler metadump}: {@code key=NAME exp=-1 la=SECONDS cas=TOKEN fetch=yes cls=1 size=65}, the
 * name percent-encoded.
 *
 * @param key the key, decoded
 * @param token its CAS token
 * @param expires seconds since 1970 at which the item expires, -1 for never
 */
public record MetadumpEntry(String key, long token, long expires) {

    /** Reads one line. */
    public static MetadumpEntry parse(String line) throws ProtocolException {
        Map<String, String> fields = new HashMap<>();
        for (String word : line.split(" ")) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new ProtocolException("metadump line without fields: '" + shorten(line) + "'");
            }
            fields.put(word.substring(0, equals), word.substring(equals + 1));
        }
        try {
            String key = URLDecoder.decode(fields.getOrDefault("key", ""), StandardCharsets.ISO_8859_1);
            return new MetadumpEntry(
                    key,
                    Long.parseLong(fields.getOrDefault("cas", "")),
                    Long.parseLong(fields.getOrDefault("exp", "")));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("metadump line with a bad field: '" + shorten(line) + "'");
        }
    }

    private static String shorten(String line) {
        return line.substring(0, Math.min(80, line.length()));
    }
}
