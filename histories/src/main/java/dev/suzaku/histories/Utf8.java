package dev.suzaku.histories;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strict UTF-8: what is no text in it is an error, never replaced, since two different texts must stay different. */
final class Utf8 {
    private Utf8() {}

    static byte[] encoded(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new HistoryFormatException("a text holds half of a surrogate pair", e);
        }
    }

    /** Fails unless the bytes are UTF-8. */
    static void require(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] < 0) {
                requireDecodable(bytes, at, from + length - at);
                return;
            }
        }
    }

    private static void requireDecodable(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
        } catch (CharacterCodingException e) {
            throw new HistoryFormatException("a text is not UTF-8", e);
        }
    }
}
