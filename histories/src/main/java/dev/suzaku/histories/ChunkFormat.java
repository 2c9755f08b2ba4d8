package dev.suzaku.histories;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Constants and the checksum of the chunk file; {@link HistoryFile} draws the format. */
final class ChunkFormat {
    static final byte[] MAGIC = {'S', 'Z', 'K', 'U', 'H', 'I', 'S', 'T'};
    static final int FILE_HEAD_BYTES = 12;
    static final int CHUNK_HEAD_BYTES = 13;
    static final int PLAIN_BYTES_MAX = 4 << 20;
    static final int STORED_BYTES_MAX = 5 << 20;
    static final int TEXT_BYTES_MAX = 1 << 20;
    static final int VALUE_DEPTH_MAX = 64;
    static final int VALUE_BYTES_MAX = 4 << 20;
    static final int SEQUENCE_ITEMS_MAX = VALUE_BYTES_MAX;
    static final int MAP_ENTRIES_MAX = 1 << 16;
    static final int NOTES_MAX = 1 << 12;
    static final int OPERATIONS_MAX = 100_000_000;
    static final int CUTS_MAX = 1_000_000;

    static final byte CHUNK_HEADER = 1;
    static final byte CHUNK_EVENTS = 2;
    static final byte CHUNK_END = 3;

    static final int EVENT_INVOKE = 1;
    static final int EVENT_COMPLETE = 2;
    static final int EVENT_CRASH = 3;
    static final int EVENT_READY = 4;

    static final int VALUE_NOTHING = 0;
    static final int VALUE_WHOLE = 1;
    static final int VALUE_TEXT = 2;
    static final int VALUE_SEQUENCE = 3;

    private ChunkFormat() {}

    /** Checksum of a chunk: its head without the checksum, then its frame. */
    static int checksum(byte[] head, ByteBuffer frame) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, 9);
        crc.update(frame);
        return (int) crc.getValue();
    }
}
