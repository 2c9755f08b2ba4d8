package dev.suzaku.histories;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes what {@link PayloadWriter} encodes, strictly. Throws {@link HistoryFormatException} on the first oddity. */
final class PayloadReader {
    private byte[] bytes;
    private int limit;
    private int position;

    /** Reads the bytes from {@code from} to before {@code limit}. */
    PayloadReader(byte[] bytes, int from, int limit) {
        reset(bytes, from, limit);
    }

    PayloadReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    void reset(byte[] newBytes, int from, int newLimit) {
        bytes = newBytes;
        position = from;
        limit = newLimit;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == limit;
    }

    int takeByte() {
        if (position >= limit) {
            throw new HistoryFormatException("a chunk ends in the middle of a record");
        }
        return bytes[position++] & 0xFF;
    }

    long takeUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = takeByte();
            if (shift == 63 && next > 1) {
                throw new HistoryFormatException("a number has more than 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw new HistoryFormatException("a number is not in its shortest form");
                }
                return value;
            }
        }
        throw new HistoryFormatException("a number has more than 64 bits");
    }

    long takeSigned() {
        long value = takeUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    int takeUnsigned(String what, long max) {
        long value = takeUnsigned();
        if (value < 0 || value > max) {
            throw new HistoryFormatException(what + " is " + Long.toUnsignedString(value) + "; the limit is " + max);
        }
        return (int) value;
    }

    String takeText() {
        int length = takeTextLength();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, length))
                    .toString();
            position += length;
            return text;
        } catch (CharacterCodingException e) {
            throw new HistoryFormatException("a text is not UTF-8", e);
        }
    }

    /** The code of the value that is next. */
    long takeCode(Vocabulary vocabulary) {
        int start = position;
        int kind = takeByte();
        if (kind == ChunkFormat.VALUE_WHOLE) {
            long whole = takeSigned();
            if (Vocabulary.fits(whole)) {
                return whole << 1;
            }
        } else {
            position = start;
            skipValue();
        }
        return kind == ChunkFormat.VALUE_NOTHING
                ? Vocabulary.NOTHING
                : vocabulary.addEncoded(bytes, start, position - start);
    }

    /** The number of the function whose name is next. */
    int takeFunction(Vocabulary vocabulary) {
        int length = takeTextLength();
        position += length;
        return vocabulary.addFunction(bytes, position - length, length);
    }

    /** The number of the key whose name is next. */
    int takeKey(Vocabulary vocabulary) {
        int length = takeTextLength();
        position += length;
        return vocabulary.addKey(bytes, position - length, length);
    }

    /** Reads over a text's length and returns it; the text itself is next. */
    int takeTextLength() {
        return takeUnsigned("the length of a text", Math.min(ChunkFormat.TEXT_BYTES_MAX, limit - position));
    }

    /** Reads over a value as strictly as {@link #takeValue()} reads it. */
    void skipValue() {
        skipValue(1);
    }

    private void skipValue(int depth) {
        requireDepth(depth);
        int kind = takeByte();
        switch (kind) {
            case ChunkFormat.VALUE_NOTHING -> {}
            case ChunkFormat.VALUE_WHOLE -> takeSigned();
            case ChunkFormat.VALUE_TEXT -> {
                int length = takeTextLength();
                Utf8.require(bytes, position, length);
                position += length;
            }
            case ChunkFormat.VALUE_SEQUENCE -> {
                int count = takeItemCount();
                for (int i = 0; i < count; i++) {
                    skipValue(depth + 1);
                }
            }
            default -> throw new HistoryFormatException("unknown kind of value " + kind);
        }
    }

    /** Reads over the number of items of a sequence and returns it. */
    int takeItemCount() {
        return takeUnsigned("the number of items", Math.min(ChunkFormat.SEQUENCE_ITEMS_MAX, limit - position));
    }

    private static void requireDepth(int depth) {
        if (depth > ChunkFormat.VALUE_DEPTH_MAX) {
            throw new HistoryFormatException(
                    "a value is nested deeper than the limit of " + ChunkFormat.VALUE_DEPTH_MAX);
        }
    }

    Value takeValue() {
        return takeValue(1);
    }

    private Value takeValue(int depth) {
        requireDepth(depth);
        int kind = takeByte();
        switch (kind) {
            case ChunkFormat.VALUE_NOTHING:
                return Value.NOTHING;
            case ChunkFormat.VALUE_WHOLE:
                return new Value.Whole(takeSigned());
            case ChunkFormat.VALUE_TEXT:
                return new Value.Text(takeText());
            case ChunkFormat.VALUE_SEQUENCE:
                int count = takeItemCount();
                List<Value> items = new ArrayList<>(Math.min(count, 64));
                for (int i = 0; i < count; i++) {
                    items.add(takeValue(depth + 1));
                }
                return new Value.Sequence(items);
            default:
                throw new HistoryFormatException("unknown kind of value " + kind);
        }
    }
}
