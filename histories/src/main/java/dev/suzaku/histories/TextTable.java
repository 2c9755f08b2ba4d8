package dev.suzaku.histories;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers texts from 0 in the order in which they are first seen. Reading is thread-safe once nothing is added any more. */
final class TextTable {
    private final ByteTable utf8 = new ByteTable();
    private final String what;
    private final int sizeMax;
    private String[] texts = new String[4];

    /**
     * An empty table.
     *
     * @param what the plural of what it holds, for messages
     */
    TextTable(String what, int sizeMax) {
        this.what = what;
        this.sizeMax = sizeMax;
    }

    int size() {
        return utf8.size();
    }

    String text(int id) {
        return texts[id];
    }

    int add(String text) {
        byte[] bytes = Utf8.encoded(text);
        return add(bytes, 0, bytes.length);
    }

    /** The number of the text whose UTF-8 is given. */
    int add(byte[] bytes, int from, int length) {
        int before = utf8.size();
        int id = utf8.add(bytes, from, length);
        if (id == before) {
            if (before >= sizeMax) {
                throw new HistoryFormatException("more than " + sizeMax + " different " + what);
            }
            Utf8.require(bytes, from, length);
            if (id == texts.length) {
                texts = Arrays.copyOf(texts, 2 * id);
            }
            texts[id] = new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        return id;
    }
}
