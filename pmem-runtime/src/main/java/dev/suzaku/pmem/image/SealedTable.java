package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * A table of an image that a seal covers. Of each table only what a recovery reads is covered: the active mapping index, entries that have
 * ever been used, and so on.
 *
 * @param title what people call it
 * @param content adds the bytes that count
 */
record SealedTable(String title, BiConsumer<Tables, Sum> content) {
    private static final int ALTERNATE_STACK_BYTES = ThreadSlot.RUNTIME_STACK - ThreadSlot.ALTERNATE_STACK;

    /** All of them, in the order of their checksums in the header. */
    static final List<SealedTable> ALL = List.of(
            new SealedTable("mappings", SealedTable::mappings),
            used("descriptors", "fds_high", "FD_CAPACITY", "FDS_OFFSET", "fd_entry.bytes"),
            new SealedTable("open files", SealedTable::openFiles),
            new SealedTable("epoll watches", SealedTable::watches),
            new SealedTable("pipes", SealedTable::pipes),
            new SealedTable("signal actions", SealedTable::signals),
            used("settings", "settings_high", "SETTING_CAPACITY", "SETTINGS_OFFSET", "setting.bytes"),
            used("pending signals", "pending_count", "PENDING_CAPACITY", "PENDING_OFFSET", "pending_signal.bytes"),
            used("timers", "timers_high", "TIMER_CAPACITY", "TIMERS_OFFSET", "posix_timer.bytes"),
            used("file locks", "locks_high", "LOCK_CAPACITY", "LOCKS_OFFSET", "file_lock.bytes"),
            used("inotify watches", "inotify_high", "INOTIFY_CAPACITY", "INOTIFY_OFFSET", "inotify_watch.bytes"),
            used("children", "children_high", "CHILD_CAPACITY", "CHILDREN_OFFSET", "child.bytes"),
            new SealedTable("threads", SealedTable::threads));

    static {
        if (ALL.size() > number("TABLE_CAPACITY")) {
            throw new IllegalStateException("the header has no room for the checksums of " + ALL.size() + " tables");
        }
    }

    /**
     * CRC32C of what a recovery reads of this table, 0 to 2^32-1.
     *
     * @throws IllegalArgumentException when a count in the header does not fit its table
     */
    long checksum(Tables tables) {
        Sum sum = new Sum(tables, new CRC32C());
        content.accept(tables, sum);
        return sum.crc.getValue();
    }

    /** Where the tables lie and what has been added so far. */
    record Sum(Tables tables, CRC32C crc) {
        void add(int offset, int length) {
            crc.update(tables.slice(offset, length));
        }
    }

    /** The entries of a table that have ever been used. */
    private static SealedTable used(String title, String high, String capacity, String offset, String entryBytes) {
        return new SealedTable(
                title,
                (tables, sum) -> sum.add(number(offset), tables.limited(high, number(capacity)) * number(entryBytes)));
    }

    private static void signals(Tables tables, Sum sum) {
        sum.add(Layout.SIGNALS_OFFSET, number("signal_action.bytes") * Layout.SIGNAL_CAPACITY);
    }

    private static void mappings(Tables tables, Sum sum) {
        int active = tables.activeMappings();
        long count = tables.word(active);
        if (count < 0 || count > Layout.MAPPING_CAPACITY) {
            throw new IllegalArgumentException("the image counts " + count + " mappings");
        }
        sum.add(active, number("mapping_index.entries") + (int) count * number("mapping.bytes"));
    }

    private static void openFiles(Tables tables, Sum sum) {
        int high = tables.limited("files_high", Layout.FILE_CAPACITY);
        for (int file = 0; file < high; file++) {
            int offset = Layout.FILES_OFFSET + file * number("open_file.bytes");
            if (tables.half(offset + number("open_file.kind")) != 0) {
                sum.add(offset, number("open_file.bytes"));
            }
        }
    }

    private static void watches(Tables tables, Sum sum) {
        for (int page : tables.watchPages()) {
            sum.add(page, Tables.WATCH_PAGE_BYTES);
        }
    }

    private static void pipes(Tables tables, Sum sum) {
        int high = tables.limited("pipes_high", Layout.PIPE_CAPACITY);
        for (int pipe = 0; pipe < high; pipe++) {
            int offset = Layout.PIPES_OFFSET + pipe * number("pipe_buffer.bytes");
            if (tables.word(offset + number("pipe_buffer.used")) != 0) {
                sum.add(offset, number("pipe_buffer.bytes"));
            }
        }
    }

    /** Every slot ever used: its words and save area; the resume frame of a thread that restores, else its alternate stack. */
    private static void threads(Tables tables, Sum sum) {
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (slot.state() == Layout.THREAD_FREE) {
                continue;
            }
            if (slot.isRestoring()) {
                sum.add(slot.offset(), ThreadSlot.RESUME_FRAME + ThreadSlot.RESUME_FRAME_BYTES);
            } else {
                sum.add(slot.offset(), ThreadSlot.RESUME_FRAME);
                sum.add(slot.offset() + ThreadSlot.ALTERNATE_STACK, ALTERNATE_STACK_BYTES);
            }
        }
    }
}
