package dev.suzaku.pmem.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tables of an image, read and written in place. All offsets are bytes from the start of the tables file.
 * Not thread-safe; the process that owns the image may change the words underneath while it runs.
 */
public final class Tables {
    private static final int STATE = Layout.number("image_header.state");
    private static final int MAPPINGS_ACTIVE = Layout.number("image_header.mappings_active");
    private static final int MAPPING_INDEX_BYTES = Layout.number("mapping_index.bytes");
    private static final int WATCH_PAGES = Layout.number("image_header.watch_pages");
    private static final int WATCH_PAGE_ENTRIES = Layout.number("WATCH_PAGE_ENTRIES");
    private static final int WATCH_PAGE_COUNT = Layout.WATCH_CAPACITY / WATCH_PAGE_ENTRIES;
    private static final int WATCH_BYTES = Layout.number("epoll_watch.bytes");

    /** Size of a page of the epoll watches. */
    static final int WATCH_PAGE_BYTES = WATCH_PAGE_ENTRIES * WATCH_BYTES;

    private final ByteBuffer bytes;

    /**
     * Wraps the bytes of a tables file.
     *
     * @param bytes exactly {@link Layout#TABLES_BYTES} bytes from index 0 to the limit
     */
    public Tables(ByteBuffer bytes) {
        if (bytes.limit() != Layout.TABLES_BYTES) {
            throw new IllegalArgumentException("tables have " + Layout.TABLES_BYTES + " bytes, not " + bytes.limit());
        }
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A view of a part of the tables, little-endian, position 0. */
    public ByteBuffer slice(int offset, int length) {
        return bytes.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    public long word(int offset) {
        return bytes.getLong(offset);
    }

    public void setWord(int offset, long value) {
        bytes.putLong(offset, value);
    }

    public int half(int offset) {
        return bytes.getInt(offset);
    }

    public void setHalf(int offset, int value) {
        bytes.putInt(offset, value);
    }

    /** The text at an offset, up to its first zero byte or to the given length. */
    public String text(int offset, int length) {
        int end = 0;
        while (end < length && bytes.get(offset + end) != 0) {
            end++;
        }
        byte[] text = new byte[end];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    public void setBytes(int offset, byte[] value) {
        bytes.put(offset, value);
    }

    /** The state in the header. */
    public ImageState state() {
        return ImageState.of(half(STATE));
    }

    public void setState(ImageState state) {
        setHalf(STATE, state.ordinal());
    }

    /** A word of the header, by the name of its field. */
    public long headerWord(String field) {
        return word(Layout.number("image_header." + field));
    }

    public void setHeaderWord(String field, long value) {
        setWord(Layout.number("image_header." + field), value);
    }

    /** A 4-byte number of the header, by the name of its field. */
    public int headerNumber(String field) {
        return half(Layout.number("image_header." + field));
    }

    public void setHeaderNumber(String field, int value) {
        setHalf(Layout.number("image_header." + field), value);
    }

    /** How many thread slots have ever been used, 0 to THREAD_CAPACITY. */
    public int threadsHigh() {
        return limited("threads_high", Layout.THREAD_CAPACITY);
    }

    /** The thread slot with a number below THREAD_CAPACITY. */
    public ThreadSlot thread(int slot) {
        return new ThreadSlot(this, slot);
    }

    /** A count in the header, checked against the capacity of its table. */
    public int limited(String field, int capacity) {
        int count = headerNumber(field);
        if (count < 0 || count > capacity) {
            throw new IllegalArgumentException("the image's " + field + " is " + Integer.toUnsignedString(count)
                    + ", its table has room for " + capacity);
        }
        return count;
    }

    /** Offset of the mapping index that counts. */
    public int activeMappings() {
        return Layout.MAPPINGS_OFFSET + (half(MAPPINGS_ACTIVE) & 1) * MAPPING_INDEX_BYTES;
    }

    /** Offsets of the pages of the epoll watches that were ever used; in the others a recovery reads nothing. */
    public int[] watchPages() {
        return IntStream.range(0, WATCH_PAGE_COUNT)
                .filter(page -> (word(WATCH_PAGES + page / Long.SIZE * Long.BYTES) >>> page & 1) != 0)
                .map(page -> Layout.WATCHES_OFFSET + page * WATCH_PAGE_BYTES)
                .toArray();
    }

    /** Offsets of the epoll watches in those pages, in use or free. */
    public IntStream watches() {
        return Arrays.stream(watchPages())
                .flatMap(page -> IntStream.range(0, WATCH_PAGE_ENTRIES).map(watch -> page + watch * WATCH_BYTES));
    }

    /** Whether an address of the process lies inside the tables with this many bytes after it. */
    public static boolean contains(long address, int length) {
        long offset = address - Layout.TABLES_BASE;
        return offset >= 0 && offset <= Layout.TABLES_BYTES - (long) length;
    }

    /** The offset of an address for which {@link #contains} holds. */
    public static int offsetOf(long address) {
        return Math.toIntExact(address - Layout.TABLES_BASE);
    }
}
