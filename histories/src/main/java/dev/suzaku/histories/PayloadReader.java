package dev.suzaku.histories;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes what {@link PayloadWriter} encodes, strictly. Throws {@link HistoryFormatException} on the first oddity. */
final class PayloadReader {
    private final byte[] bytes;
    private final int limit;
    private final Map<String, String> shared;
    private int position;

    PayloadReader(byte[] bytes, int limit, Map<String, String> shared) {
        this.bytes = bytes;
        this.limit = limit;
        this.shared = shared;
    }

    PayloadReader(byte[] bytes) {
        this(bytes, bytes.length, new HashMap<>());
    }

    PayloadReader(byte[] bytes, int from, int limit) {
        this(bytes, limit, Map.of());
        position = from;
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
        int length = takeUnsigned("the length of a text", Math.min(ChunkFormat.TEXT_BYTES_MAX, limit - position));
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

    /** A text of which few different ones are expected. */
    String takeSharedText() {
        String text = takeText();
        String known = shared.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    Value takeValue() {
        return takeValue(1);
    }

    private Value takeValue(int depth) {
        if (depth > ChunkFormat.VALUE_DEPTH_MAX) {
            throw new HistoryFormatException(
                    "a value is nested deeper than the limit of " + ChunkFormat.VALUE_DEPTH_MAX);
        }
        int kind = takeByte();
        switch (kind) {
            case ChunkFormat.VALUE_NOTHING:
                return Value.NOTHING;
            case ChunkFormat.VALUE_WHOLE:
                return new Value.Whole(takeSigned());
            case ChunkFormat.VALUE_TEXT:
                return new Value.Text(takeText());
            case ChunkFormat.VALUE_SEQUENCE:
                int count = takeUnsigned("the number of items", ChunkFormat.SEQUENCE_ITEMS_MAX);
                List<Value> items = new ArrayList<>(Math.min(count, 64));
                for (int i = 0; i < count; i++) {
                    items.add(takeValue(depth + 1));
                }
                return new Value.Sequence(items);
            default:
                throw new HistoryFormatException("unknown kind of value " + kind);
        }
    }

    HistoryEvent takeEvent() {
        int kind = takeByte();
        switch (kind) {
            case ChunkFormat.EVENT_INVOKE:
                return new HistoryEvent.Invoke(
                        takeUnsigned(),
                        takeUnsigned("a session", Integer.MAX_VALUE),
                        takeSharedText(),
                        takeSharedText(),
                        takeValue(),
                        takeSigned());
            case ChunkFormat.EVENT_COMPLETE:
                return new HistoryEvent.Complete(
                        takeUnsigned(),
                        Outcome.values()[takeUnsigned("an outcome", Outcome.values().length - 1)],
                        takeValue(),
                        takeSigned());
            case ChunkFormat.EVENT_CRASH:
                return new HistoryEvent.Crash(
                        takeUnsigned("an epoch", ChunkFormat.CUTS_MAX), takeSigned(), takeSigned());
            case ChunkFormat.EVENT_READY:
                return new HistoryEvent.Ready(
                        takeUnsigned("an epoch", ChunkFormat.CUTS_MAX), takeSigned(), takeSigned());
            default:
                throw new HistoryFormatException("unknown kind of event " + kind);
        }
    }
}
