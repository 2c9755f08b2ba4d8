package dev.suzaku.histories;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * A map as a value: the sequence of its entries, each a sequence of key and value, sorted by key: whole numbers first, by
 * size, then all others by their encoded bytes. So equal maps are equal values however they were written down.
 */
final class MapEncoding {
    private record Key(byte[] encoded) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            boolean whole = encoded[0] == ChunkFormat.VALUE_WHOLE;
            if (whole != (other.encoded[0] == ChunkFormat.VALUE_WHOLE)) {
                return whole ? -1 : 1;
            }
            return whole ? Long.compare(number(), other.number()) : Arrays.compareUnsigned(encoded, other.encoded);
        }

        private long number() {
            return new PayloadReader(encoded, 1, encoded.length).takeSigned();
        }

        @Override
        public String toString() {
            return new PayloadReader(encoded, 0, encoded.length).takeValue().toString();
        }
    }

    private final TextSource source;
    private final TreeMap<Key, byte[]> entries = new TreeMap<>();
    private int length;

    /** An empty map, read from the source, which is for messages. */
    MapEncoding(TextSource source) {
        this.source = source;
    }

    /** Adds an entry whose key and value are given encoded. */
    void add(PayloadWriter key, PayloadWriter value) {
        Key encoded = new Key(Arrays.copyOf(key.bytes(), key.length()));
        if (entries.put(encoded, Arrays.copyOf(value.bytes(), value.length())) != null) {
            throw source.wrong("a map has the key " + encoded + " twice");
        }
        length += key.length() + value.length();
        if (entries.size() > ChunkFormat.MAP_ENTRIES_MAX) {
            throw source.wrong("a map has more than " + ChunkFormat.MAP_ENTRIES_MAX + " entries");
        }
    }

    /** Bytes of all keys and values. */
    int length() {
        return length;
    }

    void write(PayloadWriter out) {
        int start = out.beginSequence();
        entries.forEach((key, value) -> {
            int pair = out.beginSequence();
            out.putBytes(key.encoded(), 0, key.encoded().length);
            out.putBytes(value, 0, value.length);
            out.endSequence(pair, 2);
        });
        out.endSequence(start, entries.size());
    }
}
