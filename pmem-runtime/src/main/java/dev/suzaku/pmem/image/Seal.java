package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;

import java.util.zip.CRC32C;

/**
 * The checksum that a complete cut puts over the tables. It covers, in this order: the header with a seal of 0, the active mapping
 * index, descriptors and open files in use, the epoll watches when there are any, pipes in use, signal actions, children, and of every thread slot
 * ever used its words and save area; the resume frame of a thread that is still restoring; the alternate stack of one that runs.
 * Words that mean nothing in another process are zeroed first by {@link #clearVolatile}, because the kernel still writes some of them
 * while the process dies.
 */
public final class Seal {
    private static final int HEADER_BYTES = number("image_header.bytes");
    private static final int SEAL = number("image_header.seal");
    private static final int MAPPING_BYTES = number("mapping.bytes");
    private static final int FILE_BYTES = number("open_file.bytes");
    private static final int FILE_KIND = number("open_file.kind");
    private static final int WATCH_BYTES = number("epoll_watch.bytes");
    private static final int PIPE_BYTES = number("pipe_buffer.bytes");
    private static final int PIPE_USED = number("pipe_buffer.used");
    private static final int SIGNAL_BYTES = number("signal_action.bytes");
    private static final int CHILD_BYTES = number("child.bytes");
    private static final int ALTERNATE_STACK_BYTES = ThreadSlot.RUNTIME_STACK - ThreadSlot.ALTERNATE_STACK;

    private final Tables tables;
    private final CRC32C crc = new CRC32C();

    private Seal(Tables tables) {
        this.tables = tables;
    }

    /** The checksum of the tables as they are now, 0 to 2^32-1. */
    public static long compute(Tables tables) {
        Seal seal = new Seal(tables);
        seal.header();
        seal.mappings();
        seal.files();
        seal.pipes();
        seal.add(Layout.SIGNALS_OFFSET, SIGNAL_BYTES * Layout.SIGNAL_CAPACITY);
        seal.table("settings_high", "SETTING_CAPACITY", "SETTINGS_OFFSET", "setting.bytes");
        seal.table("pending_count", "PENDING_CAPACITY", "PENDING_OFFSET", "pending_signal.bytes");
        seal.table("timers_high", "TIMER_CAPACITY", "TIMERS_OFFSET", "posix_timer.bytes");
        seal.table("locks_high", "LOCK_CAPACITY", "LOCKS_OFFSET", "file_lock.bytes");
        seal.table("inotify_high", "INOTIFY_CAPACITY", "INOTIFY_OFFSET", "inotify_watch.bytes");
        seal.add(Layout.CHILDREN_OFFSET, CHILD_BYTES * tables.limited("children_high", Layout.CHILD_CAPACITY));
        for (int slot = 0; slot < tables.threadsHigh(); slot++) {
            seal.thread(tables.thread(slot));
        }
        return seal.crc.getValue();
    }

    /** Zeroes what a recovery must not read: the kernel's and the recovery barrier's words of every thread slot. */
    public static void clearVolatile(Tables tables) {
        for (int slot = 0; slot < tables.threadsHigh(); slot++) {
            tables.thread(slot).clearVolatile();
        }
    }

    private void add(int offset, int length) {
        crc.update(tables.slice(offset, length));
    }

    private void header() {
        add(0, SEAL);
        crc.update(new byte[Long.BYTES]);
        add(SEAL + Long.BYTES, HEADER_BYTES - SEAL - Long.BYTES);
    }

    /** The entries of a table that have ever been used. */
    private void table(String used, String capacity, String offset, String entryBytes) {
        add(number(offset), tables.limited(used, number(capacity)) * number(entryBytes));
    }

    private void mappings() {
        int active = tables.activeMappings();
        long count = tables.word(active);
        if (count < 0 || count > Layout.MAPPING_CAPACITY) {
            throw new IllegalArgumentException("the image counts " + count + " mappings");
        }
        add(active, number("mapping_index.entries") + (int) count * MAPPING_BYTES);
    }

    private void files() {
        add(Layout.FDS_OFFSET, tables.limited("fds_high", Layout.FD_CAPACITY) * Long.BYTES);
        int high = tables.limited("files_high", Layout.FILE_CAPACITY);
        for (int file = 0; file < high; file++) {
            int offset = Layout.FILES_OFFSET + file * FILE_BYTES;
            if (tables.half(offset + FILE_KIND) != 0) {
                add(offset, FILE_BYTES);
            }
        }
        if (tables.headerNumber("watches_used") != 0) {
            add(Layout.WATCHES_OFFSET, Layout.WATCH_CAPACITY * WATCH_BYTES);
        }
    }

    private void pipes() {
        int high = tables.limited("pipes_high", Layout.PIPE_CAPACITY);
        for (int pipe = 0; pipe < high; pipe++) {
            int offset = Layout.PIPES_OFFSET + pipe * PIPE_BYTES;
            if (tables.word(offset + PIPE_USED) != 0) {
                add(offset, PIPE_BYTES);
            }
        }
    }

    private void thread(ThreadSlot slot) {
        if (slot.state() == Layout.THREAD_FREE) {
            return;
        }
        int end =
                slot.isRestoring() ? ThreadSlot.RESUME_FRAME + ThreadSlot.RESUME_FRAME_BYTES : ThreadSlot.RESUME_FRAME;
        add(slot.offset(), end);
        if (!slot.isRestoring()) {
            add(slot.offset() + ThreadSlot.ALTERNATE_STACK, ALTERNATE_STACK_BYTES);
        }
    }
}
