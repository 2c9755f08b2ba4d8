package dev.suzaku.histories;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
     * Writes a history into a file that does not exist yet.
     *
     * @throws HistoryFormatException when the file exists or cannot be written
     */
    public static void write(Path szh, History history) {
        record Timed(long nanos, HistoryEvent event) {}
        List<Timed> events = new ArrayList<>();
        for (Operation operation : history.operations()) {
            events.add(new Timed(
                    operation.invokeNanos(),
                    new HistoryEvent.Invoke(
                            operation.index(),
                            operation.session(),
                            operation.function(),
                            operation.key(),
                            operation.argument(),
                            operation.invokeNanos())));
            if (operation.outcome() != Outcome.INFO) {
                events.add(new Timed(
                        operation.returnNanos(),
                        new HistoryEvent.Complete(
                                operation.index(), operation.outcome(), operation.result(), operation.returnNanos())));
            }
        }
        for (PowerCut cut : history.cuts()) {
            events.add(new Timed(
                    cut.crashLatestNanos(),
                    new HistoryEvent.Crash(cut.epoch(), cut.crashEarliestNanos(), cut.crashLatestNanos())));
            if (cut.readyLatestNanos() != PowerCut.NEVER) {
                events.add(new Timed(
                        cut.readyLatestNanos(),
                        new HistoryEvent.Ready(cut.epoch(), cut.readyEarliestNanos(), cut.readyLatestNanos())));
            }
        }
        events.sort(Comparator.comparingLong(Timed::nanos)); // stable: a call stays before its return
        try (HistoryWriter writer = HistoryWriter.create(szh, history.header())) {
            events.forEach(timed -> writer.write(timed.event()));
            writer.finish();
        }
    }

    /**
     * Reads what a history says about itself, and nothing else.
     *
     * @throws HistoryFormatException as {@link #read}
     */
    public static HistoryHeader header(Path szh) {
        try (EventCursor cursor = ChunkCursor.open(szh)) {
            return cursor.header();
        }
    }

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
