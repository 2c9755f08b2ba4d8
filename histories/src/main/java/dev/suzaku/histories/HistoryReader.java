package dev.suzaku.histories;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads a chunk file, see {@link HistoryFile}. Used once, by one thread. */
final class HistoryReader {
    private final InputStream in;
    private final HistoryBuilder builder = new HistoryBuilder();
    private final Map<String, String> sharedTexts = new HashMap<>();
    private long completions;
    private long eventChunks;

    private HistoryReader(InputStream in) {
        this.in = in;
    }

    static History read(Path path) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            return new HistoryReader(in).read();
        } catch (NoSuchFileException e) {
            throw new HistoryFormatException("cannot read history " + path + ": no such file", e);
        } catch (IOException e) {
            throw new HistoryFormatException("cannot read history " + path + ": " + e.getMessage(), e);
        } catch (HistoryFormatException e) {
            throw new HistoryFormatException("cannot read history " + path + ": " + e.getMessage(), e);
        }
    }

    private History read() throws IOException {
        byte[] head = in.readNBytes(ChunkFormat.FILE_HEAD_BYTES);
        if (head.length < ChunkFormat.FILE_HEAD_BYTES
                || !Arrays.equals(head, 0, ChunkFormat.MAGIC.length, ChunkFormat.MAGIC, 0, ChunkFormat.MAGIC.length)) {
            throw new HistoryFormatException("this is no .szh file (it does not begin with SZKUHIST)");
        }
        int version = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(ChunkFormat.MAGIC.length);
        if (version != HistoryHeader.CURRENT_VERSION) {
            throw new HistoryFormatException("its format version is " + Integer.toUnsignedString(version)
                    + "; this program reads version " + HistoryHeader.CURRENT_VERSION);
        }
        Chunk first = nextChunk();
        if (first == null || first.type != ChunkFormat.CHUNK_HEADER) {
            throw new HistoryFormatException("its header is damaged or missing");
        }
        HistoryHeader header = header(version, new PayloadReader(first.payload));
        boolean complete = readEvents();
        return builder.build(header, complete);
    }

    /** Takes whole chunks up to the first damage; true when the end chunk was reached and agrees. */
    private boolean readEvents() throws IOException {
        while (true) {
            Chunk chunk = nextChunk();
            if (chunk == null) {
                return false;
            }
            PayloadReader payload = new PayloadReader(chunk.payload, chunk.payload.length, sharedTexts);
            if (chunk.type == ChunkFormat.CHUNK_END) {
                return endAgrees(payload) && in.read() < 0;
            }
            if (chunk.type != ChunkFormat.CHUNK_EVENTS) {
                throw new HistoryFormatException("unexpected chunk of type " + chunk.type);
            }
            takeEvents(payload);
        }
    }

    private void takeEvents(PayloadReader payload) {
        int count = payload.takeUnsigned("the number of events", ChunkFormat.PLAIN_BYTES_MAX);
        for (int i = 0; i < count; i++) {
            HistoryEvent event = payload.takeEvent();
            builder.add(event);
            if (event instanceof HistoryEvent.Complete) {
                completions++;
            }
        }
        if (!payload.atEnd()) {
            throw new HistoryFormatException("a chunk has bytes after its last event");
        }
        eventChunks++;
    }

    private boolean endAgrees(PayloadReader payload) {
        boolean agrees = payload.takeUnsigned() == builder.invocations();
        agrees &= payload.takeUnsigned() == completions;
        agrees &= payload.takeUnsigned() == builder.cuts().crashes();
        agrees &= payload.takeUnsigned() == builder.cuts().readies();
        agrees &= payload.takeUnsigned() == eventChunks;
        return agrees && payload.atEnd();
    }

    private static HistoryHeader header(int version, PayloadReader payload) {
        String run = payload.takeText();
        String model = payload.takeText();
        long startedEpochMillis = payload.takeSigned();
        int count = payload.takeUnsigned("the number of notes", ChunkFormat.NOTES_MAX);
        TreeMap<String, String> notes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            notes.put(payload.takeText(), payload.takeText());
        }
        if (!payload.atEnd()) {
            throw new HistoryFormatException("its header has bytes after its end");
        }
        return new HistoryHeader(version, run, model, startedEpochMillis, notes);
    }

    private record Chunk(byte type, byte[] payload) {}

    /** The next chunk, or null at the end of the file and at the first damage. */
    private Chunk nextChunk() throws IOException {
        byte[] headBytes = in.readNBytes(ChunkFormat.CHUNK_HEAD_BYTES);
        if (headBytes.length < ChunkFormat.CHUNK_HEAD_BYTES) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(headBytes).order(ByteOrder.LITTLE_ENDIAN);
        int plain = head.getInt(1);
        int stored = head.getInt(5);
        if (plain < 0 || plain > ChunkFormat.PLAIN_BYTES_MAX || stored < 0 || stored > ChunkFormat.STORED_BYTES_MAX) {
            return null;
        }
        byte[] frame = in.readNBytes(stored);
        if (frame.length < stored || ChunkFormat.checksum(headBytes, ByteBuffer.wrap(frame)) != head.getInt(9)) {
            return null;
        }
        byte[] payload = new byte[plain];
        long length = Zstd.decompressByteArray(payload, 0, plain, frame, 0, stored);
        return Zstd.isError(length) || length != plain ? null : new Chunk(head.get(0), payload);
    }
}
