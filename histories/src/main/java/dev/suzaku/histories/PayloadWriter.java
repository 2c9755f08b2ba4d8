package dev.suzaku.histories;

import java.util.Arrays;

/** Encodes numbers, texts, values and events into a growing buffer. Not thread-safe. */
final class PayloadWriter {
    private byte[] bytes;
    private int length;

    PayloadWriter(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void putBytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void putNothing() {
        putByte(ChunkFormat.VALUE_NOTHING);
    }

    void putWhole(long whole) {
        putByte(ChunkFormat.VALUE_WHOLE);
        putSigned(whole);
    }

    /** A text as a value, given as UTF-8. */
    void putTextValue(byte[] utf8, int count) {
        putByte(ChunkFormat.VALUE_TEXT);
        putUnsigned(count);
        putBytes(utf8, 0, count);
    }

    /** Begins a sequence whose number of items is not known yet. Returns what {@link #endSequence} wants to know. */
    int beginSequence() {
        putByte(ChunkFormat.VALUE_SEQUENCE);
        return length;
    }

    /** Ends the sequence by putting the number of items before them. */
    void endSequence(int start, int count) {
        int bytesOfItems = length - start;
        int bytesOfCount = (38 - Integer.numberOfLeadingZeros(count | 1)) / 7;
        reserve(bytesOfCount);
        System.arraycopy(bytes, start, bytes, start + bytesOfCount, bytesOfItems);
        length = start;
        putUnsigned(count);
        length += bytesOfItems;
    }

    void putUnsigned(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void putSigned(long value) {
        putUnsigned(value << 1 ^ value >> 63);
    }

    void putText(String text) {
        byte[] utf8 = Utf8.encoded(text);
        if (utf8.length > ChunkFormat.TEXT_BYTES_MAX) {
            throw new HistoryFormatException("a text of " + utf8.length + " bytes is longer than the limit of "
                    + ChunkFormat.TEXT_BYTES_MAX + " bytes");
        }
        putUnsigned(utf8.length);
        putBytes(utf8, 0, utf8.length);
    }

    void putValue(Value value) {
        putValue(value, 1);
    }

    private void putValue(Value value, int depth) {
        if (depth > ChunkFormat.VALUE_DEPTH_MAX) {
            throw new HistoryFormatException(
                    "a value is nested deeper than the limit of " + ChunkFormat.VALUE_DEPTH_MAX);
        }
        if (value instanceof Value.Whole whole) {
            putWhole(whole.value());
        } else if (value instanceof Value.Text text) {
            putByte(ChunkFormat.VALUE_TEXT);
            putText(text.value());
        } else if (value instanceof Value.Sequence sequence) {
            if (sequence.items().size() > ChunkFormat.SEQUENCE_ITEMS_MAX) {
                throw new HistoryFormatException("a sequence has "
                        + sequence.items().size() + " items; the limit is " + ChunkFormat.SEQUENCE_ITEMS_MAX);
            }
            putByte(ChunkFormat.VALUE_SEQUENCE);
            putUnsigned(sequence.items().size());
            for (Value item : sequence.items()) {
                putValue(item, depth + 1);
            }
        } else {
            putByte(ChunkFormat.VALUE_NOTHING);
        }
    }

    void putEvent(HistoryEvent event) {
        if (event instanceof HistoryEvent.Invoke invoke) {
            putByte(ChunkFormat.EVENT_INVOKE);
            putUnsigned(invoke.operation());
            putUnsigned(invoke.session());
            putText(invoke.function());
            putText(invoke.key());
            putValue(invoke.argument());
            putSigned(invoke.nanos());
        } else if (event instanceof HistoryEvent.Complete complete) {
            putByte(ChunkFormat.EVENT_COMPLETE);
            putUnsigned(complete.operation());
            putUnsigned(complete.outcome().ordinal());
            putValue(complete.result());
            putSigned(complete.nanos());
        } else if (event instanceof HistoryEvent.Crash crash) {
            putByte(ChunkFormat.EVENT_CRASH);
            putInterval(crash.epoch(), crash.earliestNanos(), crash.latestNanos());
        } else if (event instanceof HistoryEvent.Ready ready) {
            putByte(ChunkFormat.EVENT_READY);
            putInterval(ready.epoch(), ready.earliestNanos(), ready.latestNanos());
        }
    }

    private void putInterval(int epoch, long earliestNanos, long latestNanos) {
        putUnsigned(epoch);
        putSigned(earliestNanos);
        putSigned(latestNanos);
    }
}
