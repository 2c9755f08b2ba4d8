package dev.suzaku.pmem.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Offsets, sizes and constants of the image format, as the C compiler computed them from layout.h and the kernel's headers. */
public final class Layout {
    private static final String RESOURCE = "/native/linux-x86-64/layout.properties";
    private static final Map<String, Long> VALUES = load();

    public static final long IMAGE_MAGIC = value("IMAGE_MAGIC");
    public static final int IMAGE_VERSION = number("IMAGE_VERSION");
    public static final long ARENA_START = value("ARENA_START");
    public static final long ARENA_END = value("ARENA_END");
    public static final long TABLES_BASE = value("TABLES_BASE");
    public static final int TABLES_BYTES = number("TABLES_BYTES");

    public static final int MAPPING_CAPACITY = number("MAPPING_CAPACITY");
    public static final int FD_CAPACITY = number("FD_CAPACITY");
    public static final int FILE_CAPACITY = number("FILE_CAPACITY");
    public static final int WATCH_CAPACITY = number("WATCH_CAPACITY");
    public static final int PIPE_CAPACITY = number("PIPE_CAPACITY");
    public static final int SIGNAL_CAPACITY = number("SIGNAL_CAPACITY");
    public static final int THREAD_CAPACITY = number("THREAD_CAPACITY");
    public static final int THREAD_BYTES = number("THREAD_BYTES");

    public static final int MAPPINGS_OFFSET = number("MAPPINGS_OFFSET");
    public static final int FDS_OFFSET = number("FDS_OFFSET");
    public static final int FILES_OFFSET = number("FILES_OFFSET");
    public static final int WATCHES_OFFSET = number("WATCHES_OFFSET");
    public static final int PIPES_OFFSET = number("PIPES_OFFSET");
    public static final int SIGNALS_OFFSET = number("SIGNALS_OFFSET");
    public static final int CHILDREN_OFFSET = number("CHILDREN_OFFSET");
    public static final int CHILD_CAPACITY = number("CHILD_CAPACITY");
    public static final int THREADS_OFFSET = number("THREADS_OFFSET");

    public static final int THREAD_FREE = number("THREAD_FREE");
    public static final int THREAD_PREPARED = number("THREAD_PREPARED");
    public static final int THREAD_LIVE = number("THREAD_LIVE");
    public static final int THREAD_EXITING = number("THREAD_EXITING");
    public static final int THREAD_EXITED = number("THREAD_EXITED");
    public static final int PHASE_RUNNING = number("PHASE_RUNNING");
    public static final int PHASE_RESTORING = number("PHASE_RESTORING");
    public static final int RECORD_NONE = number("RECORD_NONE");
    public static final int RECORD_CALL = number("RECORD_CALL");
    public static final int RECORD_COMMITTED = number("RECORD_COMMITTED");

    private Layout() {}

    /** The value of a constant, {@code struct.field} offset or {@code struct.bytes} size that must fit an int. */
    public static int number(String name) {
        return Math.toIntExact(value(name));
    }

    /** The value of a constant, {@code struct.field} offset or {@code struct.bytes} size. */
    public static long value(String name) {
        Long value = VALUES.get(name);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + " has no value for " + name);
        }
        return value;
    }

    private static Map<String, Long> load() {
        try (InputStream stream = Layout.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(
                        RESOURCE + " is not on the class path; build pmem-runtime with Maven or make");
            }
            Properties lines = new Properties();
            lines.load(stream);
            Map<String, Long> values = new HashMap<>();
            lines.forEach((name, text) -> values.put((String) name, Long.parseUnsignedLong((String) text)));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
