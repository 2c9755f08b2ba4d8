package dev.suzaku.histories;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes a chunk file, see {@link HistoryFile}. Used by one thread. */
final class HistoryWriter implements AutoCloseable {
    private static final int CHUNK_TARGET_BYTES = 256 << 10;
    private static final int COMPRESSION_LEVEL = 1;

    private final Path path;
    private final FileChannel channel;
    private final PayloadWriter events = new PayloadWriter(1 << 16);
    private final PayloadWriter payload = new PayloadWriter(1 << 16);
    private long eventsInChunk;
    private long invocations;
    private long completions;
    private long crashes;
    private long readies;
    private long eventChunks;

    private HistoryWriter(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static HistoryWriter create(Path path, HistoryHeader header) {
        if (header.version() != HistoryHeader.CURRENT_VERSION) {
            throw new HistoryFormatException("cannot write history version " + header.version()
                    + "; this program writes " + HistoryHeader.CURRENT_VERSION);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new HistoryFormatException("cannot create history " + path + ": the file exists", e);
        } catch (IOException e) {
            throw new HistoryFormatException("cannot create history " + path + ": " + e, e);
        }
        HistoryWriter writer = new HistoryWriter(path, channel);
        try {
            writer.writeHead(header);
        } catch (HistoryFormatException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    private void writeHead(HistoryHeader header) {
        ByteBuffer head = ByteBuffer.allocate(ChunkFormat.FILE_HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ChunkFormat.MAGIC).putInt(header.version()).flip();
        writeFully(head);
        payload.clear();
        payload.putText(header.run());
        payload.putText(header.model());
        payload.putSigned(header.startedEpochMillis());
        payload.putUnsigned(header.notes().size());
        for (Map.Entry<String, String> note : header.notes().entrySet()) {
            payload.putText(note.getKey());
            payload.putText(note.getValue());
        }
        writeChunk(ChunkFormat.CHUNK_HEADER);
    }

    void write(HistoryEvent event) {
        events.putEvent(event);
        eventsInChunk++;
        if (event instanceof HistoryEvent.Invoke) {
            invocations++;
        } else if (event instanceof HistoryEvent.Complete) {
            completions++;
        } else if (event instanceof HistoryEvent.Crash) {
            crashes++;
        } else {
            readies++;
        }
        if (events.length() >= CHUNK_TARGET_BYTES) {
            flush();
        }
    }

    /** Writes what is buffered as a chunk, so that a crash of this program loses little. */
    void flush() {
        if (eventsInChunk == 0) {
            return;
        }
        payload.clear();
        payload.putUnsigned(eventsInChunk);
        payload.putBytes(events.bytes(), 0, events.length());
        writeChunk(ChunkFormat.CHUNK_EVENTS);
        eventChunks++;
        eventsInChunk = 0;
        events.clear();
    }

    /** Writes the end chunk and forces the file to the disk. */
    void finish() {
        flush();
        payload.clear();
        payload.putUnsigned(invocations);
        payload.putUnsigned(completions);
        payload.putUnsigned(crashes);
        payload.putUnsigned(readies);
        payload.putUnsigned(eventChunks);
        writeChunk(ChunkFormat.CHUNK_END);
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new HistoryFormatException("cannot write history " + path + ": " + e, e);
        }
    }

    private void writeChunk(byte type) {
        byte[] frame = new byte[(int) Zstd.compressBound(payload.length())];
        long stored =
                Zstd.compressByteArray(frame, 0, frame.length, payload.bytes(), 0, payload.length(), COMPRESSION_LEVEL);
        if (Zstd.isError(stored)) {
            throw new HistoryFormatException("cannot write history " + path + ": zstd: " + Zstd.getErrorName(stored));
        }
        if (payload.length() > ChunkFormat.PLAIN_BYTES_MAX || stored > ChunkFormat.STORED_BYTES_MAX) {
            throw new HistoryFormatException("cannot write history " + path + ": one event is too large");
        }
        ByteBuffer chunk =
                ByteBuffer.allocate(ChunkFormat.CHUNK_HEAD_BYTES + (int) stored).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(type).putInt(payload.length()).putInt((int) stored);
        chunk.putInt(ChunkFormat.checksum(chunk.array(), ByteBuffer.wrap(frame, 0, (int) stored)));
        chunk.put(frame, 0, (int) stored).flip();
        writeFully(chunk);
    }

    private void writeFully(ByteBuffer buffer) {
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new HistoryFormatException("cannot write history " + path + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HistoryFormatException("cannot close history " + path + ": " + e, e);
        }
    }
}
