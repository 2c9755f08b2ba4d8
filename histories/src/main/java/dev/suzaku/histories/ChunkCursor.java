package dev.suzaku.histories;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** The events of a chunk file, see {@link HistoryFile}, in the order in which they stand there. */
final class ChunkCursor extends EventCursor {
    private final Path path;
    private final InputStream in;
    private final HistoryHeader header;
    private final Vocabulary vocabulary = new Vocabulary();
    private final EventPairing pairing = new EventPairing(event);
    private final PayloadReader payload = new PayloadReader(new byte[0]);
    private final byte[] head = new byte[ChunkFormat.CHUNK_HEAD_BYTES];
    private byte[] plain = new byte[0];
    private byte[] stored = new byte[0];
    private int plainLength;
    private int eventsLeft;
    private long eventChunks;
    private boolean ended;
    private boolean complete;

    private ChunkCursor(Path path, InputStream in) throws IOException {
        this.path = path;
        this.in = in;
        this.header = takeHeader();
    }

    static ChunkCursor open(Path path) {
        InputStream in = null;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
            return new ChunkCursor(path, in);
        } catch (NoSuchFileException e) {
            throw new HistoryFormatException("cannot read history " + path + ": no such file", e);
        } catch (IOException | HistoryFormatException e) {
            closeQuietly(in, e);
            throw wrong(path, e);
        }
    }

    private static void closeQuietly(InputStream in, Exception first) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    private static HistoryFormatException wrong(Path path, Exception e) {
        return new HistoryFormatException("cannot read history " + path + ": " + e.getMessage(), e);
    }

    private HistoryHeader takeHeader() throws IOException {
        byte[] fileHead = in.readNBytes(ChunkFormat.FILE_HEAD_BYTES);
        int magic = ChunkFormat.MAGIC.length;
        if (fileHead.length < ChunkFormat.FILE_HEAD_BYTES
                || !Arrays.equals(fileHead, 0, magic, ChunkFormat.MAGIC, 0, magic)) {
            throw new HistoryFormatException("this is no .szh file (it does not begin with SZKUHIST)");
        }
        int version = ByteBuffer.wrap(fileHead).order(ByteOrder.LITTLE_ENDIAN).getInt(magic);
        if (version != HistoryHeader.CURRENT_VERSION) {
            throw new HistoryFormatException("its format version is " + Integer.toUnsignedString(version)
                    + "; this program reads version " + HistoryHeader.CURRENT_VERSION);
        }
        if (!takeChunk() || head[0] != ChunkFormat.CHUNK_HEADER) {
            throw new HistoryFormatException("its header is damaged or missing");
        }
        payload.reset(plain, 0, plainLength);
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

    @Override
    public boolean next() {
        try {
            while (eventsLeft == 0) {
                if (ended || !takeEventChunk()) {
                    ended = true;
                    return false;
                }
            }
            takeEvent();
            if (--eventsLeft == 0 && !payload.atEnd()) {
                throw new HistoryFormatException("a chunk has bytes after its last event");
            }
            return true;
        } catch (IOException | HistoryFormatException e) {
            throw wrong(path, e);
        }
    }

    /** Takes the next chunk; false at the end chunk and at the first damage. */
    private boolean takeEventChunk() throws IOException {
        if (!takeChunk()) {
            return false;
        }
        payload.reset(plain, 0, plainLength);
        if (head[0] == ChunkFormat.CHUNK_END) {
            complete = endAgrees() && in.read() < 0;
            return false;
        }
        if (head[0] != ChunkFormat.CHUNK_EVENTS) {
            throw new HistoryFormatException("unexpected chunk of type " + head[0]);
        }
        eventsLeft = payload.takeUnsigned("the number of events", ChunkFormat.PLAIN_BYTES_MAX);
        if (eventsLeft == 0 && !payload.atEnd()) {
            throw new HistoryFormatException("a chunk has bytes after its last event");
        }
        eventChunks++;
        return true;
    }

    private boolean endAgrees() {
        boolean agrees = payload.takeUnsigned() == pairing.invocations();
        agrees &= payload.takeUnsigned() == pairing.completions();
        agrees &= payload.takeUnsigned() == pairing.cuts().crashes();
        agrees &= payload.takeUnsigned() == pairing.cuts().readies();
        agrees &= payload.takeUnsigned() == eventChunks;
        return agrees && payload.atEnd();
    }

    /** Takes the next chunk's head and payload; false at the end of the file and at the first damage. */
    private boolean takeChunk() throws IOException {
        if (in.readNBytes(head, 0, head.length) < head.length) {
            return false;
        }
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        plainLength = numbers.getInt(1);
        int storedLength = numbers.getInt(5);
        if (plainLength < 0
                || plainLength > ChunkFormat.PLAIN_BYTES_MAX
                || storedLength < 0
                || storedLength > ChunkFormat.STORED_BYTES_MAX) {
            return false;
        }
        stored = storedLength <= stored.length ? stored : new byte[storedLength];
        plain = plainLength <= plain.length ? plain : new byte[plainLength];
        if (in.readNBytes(stored, 0, storedLength) < storedLength
                || ChunkFormat.checksum(head, ByteBuffer.wrap(stored, 0, storedLength)) != numbers.getInt(9)) {
            return false;
        }
        try {
            return Zstd.decompressByteArray(plain, 0, plainLength, stored, 0, storedLength) == plainLength;
        } catch (ZstdException e) {
            return false; // damage like any other: what comes before it is kept
        }
    }

    private void takeEvent() {
        int kind = payload.takeByte();
        switch (kind) {
            case ChunkFormat.EVENT_INVOKE -> takeInvoke();
            case ChunkFormat.EVENT_COMPLETE -> takeComplete();
            case ChunkFormat.EVENT_CRASH -> pairing.crash(takeEpoch(), payload.takeSigned(), payload.takeSigned());
            case ChunkFormat.EVENT_READY -> pairing.ready(takeEpoch(), payload.takeSigned(), payload.takeSigned());
            default -> throw new HistoryFormatException("unknown kind of event " + kind);
        }
    }

    private int takeEpoch() {
        return payload.takeUnsigned("an epoch", ChunkFormat.CUTS_MAX);
    }

    private void takeInvoke() {
        long number = payload.takeUnsigned();
        int session = payload.takeUnsigned("a session", Integer.MAX_VALUE);
        int function = payload.takeFunction(vocabulary);
        int key = payload.takeKey(vocabulary);
        long argument = payload.takeCode(vocabulary);
        long nanos = payload.takeSigned();
        if (!pairing.invoke(number, nanos, session, function, key, argument, nanos)) {
            throw new HistoryFormatException("operation " + number + " is invoked twice");
        }
    }

    private void takeComplete() {
        long number = payload.takeUnsigned();
        int outcome = payload.takeUnsigned("an outcome", OperationColumns.OUTCOMES.length - 1);
        long result = payload.takeCode(vocabulary);
        long nanos = payload.takeSigned();
        long invokeNanos = pairing.open().note(number);
        if (!pairing.complete(number, OperationColumns.OUTCOMES[outcome], result, nanos)) {
            throw new HistoryFormatException("operation " + number + " is completed but not open");
        }
        if (nanos < invokeNanos) {
            throw new HistoryFormatException("operation " + number + " returned before it was invoked");
        }
    }

    @Override
    public HistoryHeader header() {
        return header;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public List<PowerCut> cuts() {
        return pairing.cuts().build();
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw wrong(path, e);
        }
    }
}
