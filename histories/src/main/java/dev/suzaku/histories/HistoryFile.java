package dev.suzaku.histories;

import java.nio.file.Path;

/**
 * The chunk file of a history, {@code .szh}. All numbers are little-endian.
 *
 * <pre>
 *   0        4        8        12              12 + stored
 *  +--------+--------+--------+----------------+
 *  | magic "SZKUHIST"| version|                        file head, 12 bytes
 *  +--------+--------+--------+
 *  | chunk (type 1: header) ...
 *  | chunk (type 2: events) ...                        any number
 *  | chunk (type 3: end)    ...                        last; nothing follows
 *
 *  chunk:
 *   0      1        5        9        13                13 + stored
 *  +------+--------+--------+--------+-----------------+
 *  | type | plain  | stored | CRC32C | zstd frame      |
 *  +------+--------+--------+--------+-----------------+
 *    plain   length of the payload after decompression, at most 4 MiB
 *    stored  length of the zstd frame, at most 5 MiB
 *    CRC32C  over type, plain, stored and the frame
 *
 *  payload: numbers are LEB128 (v) or zigzag LEB128 (z) in their shortest
 *           form; a text is v length, then UTF-8
 *    header  run text, model text, z startedEpochMillis, v notes, { name text, value text }
 *    events  v count, then each
 *              1 invoke    v operation, v session, function text, key text, argument value, z nanos
 *              2 complete  v operation, v outcome, result value, z nanos
 *              3 crash     v epoch, z earliestNanos, z latestNanos
 *              4 ready     v epoch, z earliestNanos, z latestNanos
 *    end     v invocations, v completions, v crashes, v readies, v event chunks
 *    value   0 nothing | 1 z whole | 2 text | 3 v items, { value }
 * </pre>
 *
 * <p>A reader takes every whole chunk up to the first damage. Only a file whose end chunk is intact, agrees with what
 * was read and is followed by nothing is {@linkplain History#complete() complete}. Damage to the file head or to the
 * header chunk leaves nothing to recover and is an error.
 */
public final class HistoryFile {
    /** The usual end of a history file's name. */
    public static final String SUFFIX = ".szh";

    private HistoryFile() {}

    /**
     * Reads a history, or what is left of one.
     *
     * @throws HistoryFormatException with one clear line when the file is missing, is no history, is of an unknown
     *     version, or breaks a limit
     */
    public static History read(Path szh) {
        try (EventCursor cursor = ChunkCursor.open(szh)) {
            return HistoryBuilder.build(cursor);
        }
    }
}
