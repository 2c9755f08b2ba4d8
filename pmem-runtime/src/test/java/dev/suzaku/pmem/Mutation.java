package dev.suzaku.pmem;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One damage to the files of an image. */
sealed interface Mutation {
    int PAGE = 4096;

    void apply(Path image) throws IOException;

    /** One bit of the tables. */
    record Flip(String table, long offset, int bit) implements Mutation {
        @Override
        public void apply(Path image) throws IOException {
            try (FileChannel file = open(image, "tables")) {
                ByteBuffer old = ByteBuffer.allocate(1);
                file.read(old, offset);
                file.write(ByteBuffer.wrap(new byte[] {(byte) (old.get(0) ^ 1 << bit)}), offset);
            }
        }
    }

    /** A page of the tables that never reached the file. */
    record Lost(String table, long offset) implements Mutation {
        @Override
        public void apply(Path image) throws IOException {
            try (FileChannel file = open(image, "tables")) {
                file.write(ByteBuffer.allocate(PAGE), offset);
            }
        }
    }

    /** A file that ends early. */
    record Truncation(String file, long bytes) implements Mutation {
        @Override
        public void apply(Path image) throws IOException {
            try (FileChannel channel = open(image, file)) {
                channel.truncate(bytes);
            }
        }
    }

    /** A table, what of it is in use, and all of it. */
    record Extent(String table, long offset, long used, long bytes) {}

    private static FileChannel open(Path image, String name) throws IOException {
        return FileChannel.open(image.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The number chooses the table in turn, so that every table gets its share; most flips are in what is in use. */
    static Mutation draw(SplittableRandom random, int number, Tables tables) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return random.nextBoolean()
                    ? new Truncation("tables", random.nextLong(Layout.TABLES_BYTES))
                    : new Truncation("pool", random.nextLong(Layout.ARENA_END));
        }
        List<Extent> extents = extents(tables);
        Extent extent = extents.get(number % extents.size());
        if (kind == 1) {
            return new Lost(extent.table(), extent.offset() + random.nextLong(extent.used() / PAGE + 1) * PAGE);
        }
        long within = random.nextLong(kind < 4 ? extent.bytes() : extent.used());
        return new Flip(extent.table(), extent.offset() + within, random.nextInt(Byte.SIZE));
    }

    private static List<Extent> extents(Tables tables) {
        long mappings = tables.word(tables.activeMappings()) * Layout.number("mapping.bytes") + Long.BYTES;
        int slot = Layout.THREADS_OFFSET + Layout.THREAD_BYTES; // the second thread's; slot 0 is in the row below
        return List.of(
                new Extent("header", 0, Layout.number("image_header.bytes"), PAGE),
                new Extent("mappings", tables.activeMappings(), mappings, Layout.number("mapping_index.bytes")),
                table(tables, "FDS", "fds_high", "fd_entry", Layout.FD_CAPACITY),
                table(tables, "FILES", "files_high", "open_file", Layout.FILE_CAPACITY),
                watches(tables),
                table(tables, "PIPES", "pipes_high", "pipe_buffer", Layout.PIPE_CAPACITY),
                new Extent("signals", Layout.SIGNALS_OFFSET, 65 * 32, 65 * 32),
                table(tables, "SETTINGS", "settings_high", "setting", Layout.number("SETTING_CAPACITY")),
                table(tables, "PENDING", "pending_count", "pending_signal", Layout.number("PENDING_CAPACITY")),
                table(tables, "TIMERS", "timers_high", "posix_timer", Layout.number("TIMER_CAPACITY")),
                table(tables, "LOCKS", "locks_high", "file_lock", Layout.number("LOCK_CAPACITY")),
                table(tables, "INOTIFY", "inotify_high", "inotify_watch", Layout.number("INOTIFY_CAPACITY")),
                table(tables, "CHILDREN", "children_high", "child", Layout.CHILD_CAPACITY),
                new Extent("thread 0", Layout.THREADS_OFFSET, ThreadSlot.RESUME_FRAME, Layout.THREAD_BYTES),
                new Extent("thread 1", slot, ThreadSlot.RESUME_FRAME + 1000, Layout.THREAD_BYTES));
    }

    /** A hash table; from the first page in use on. */
    private static Extent watches(Tables tables) {
        long end = Layout.WATCHES_OFFSET + (long) Layout.WATCH_CAPACITY * Layout.number("epoll_watch.bytes");
        int first = IntStream.of(tables.watchPages()).findFirst().orElseThrow();
        return new Extent("watches", first, PAGE, end - first);
    }

    private static Extent table(Tables tables, String name, String used, String entry, long capacity) {
        long bytes = Layout.number(entry + ".bytes");
        if (tables.headerNumber(used) == 0) {
            throw new IllegalStateException("the program has nothing in the table " + name);
        }
        return new Extent(name, Layout.value(name + "_OFFSET"), tables.headerNumber(used) * bytes, capacity * bytes);
    }
}
