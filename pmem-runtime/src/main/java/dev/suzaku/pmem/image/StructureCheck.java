package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;

import java.util.Optional;
import java.util.Set;

/**
 * Whether the numbers in the tables stay inside the tables: the runtime uses them as indexes and lengths without looking twice. A sealed
 * image is checked too, since a seal only says that nothing has changed since it was made. Reads only.
 */
public final class StructureCheck {
    private static final int PATH_BYTES = number("PATH_BYTES");
    private static final int TID_MAX = 1 << 22; // the kernel's PID_MAX_LIMIT
    private static final int FILE_KIND_MAX = number("FILE_PIPE_BOTH");
    private static final Set<Integer> PIPE_KINDS =
            Set.of(number("FILE_PIPE_READ"), number("FILE_PIPE_WRITE"), number("FILE_PIPE_BOTH"));
    private static final int ADDRESS_BYTES = 112;
    private static final int OPTION_VALUE_BYTES = 16;
    private static final int FD_FILE_SHIFT = 32;
    private static final int ARGUMENTS = 5;

    // Looked up once: there are up to 65,536 watches.
    private static final int WATCH_BYTES = number("epoll_watch.bytes");
    private static final int WATCH_EPOLL_FILE = number("epoll_watch.epoll_file");
    private static final int WATCH_FD = number("epoll_watch.fd");
    private static final int WATCH_DELETED = (int) Layout.value("WATCH_DELETED");

    private final Tables tables;

    private StructureCheck(Tables tables) {
        this.tables = tables;
    }

    /** The first thing that is out of its range, in one line; empty when nothing is. */
    public static Optional<String> problem(Tables tables) {
        try {
            new StructureCheck(tables).run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void run() {
        header();
        new MappingCheck(tables).run();
        descriptors();
        openFiles();
        watches();
        pipes();
        entries();
        new ThreadCheck(tables).run();
    }

    private void header() {
        range("main_tid", tables.headerNumber("main_tid"), 2, TID_MAX);
        range("mappings_active", tables.headerWord("mappings_active"), 0, 1);
        range("directory_active", tables.headerWord("directory_active"), 0, 1);
        range("sealed", tables.headerWord("sealed"), 0, 1);
        range("brk_start", tables.headerWord("brk_start"), 0, Layout.ARENA_END);
        range("brk_end", tables.headerWord("brk_end"), tables.headerWord("brk_start"), Layout.ARENA_END);
        text("program_path", number("image_header.program_path"), PATH_BYTES);
        text("working_directory", number("image_header.working_directory"), PATH_BYTES);
        text("working_directory", number("image_header.working_directory") + PATH_BYTES, PATH_BYTES);
    }

    private void descriptors() {
        for (int fd = 0; fd < tables.limited("fds_high", Layout.FD_CAPACITY); fd++) {
            long word = tables.word(Layout.FDS_OFFSET + fd * Long.BYTES);
            if ((word & 1) != 0) {
                range("open file of descriptor " + fd, word >>> FD_FILE_SHIFT, 0, filesHigh() - 1);
            }
        }
    }

    private int filesHigh() {
        return tables.limited("files_high", Layout.FILE_CAPACITY);
    }

    private void openFiles() {
        for (int file = 0; file < filesHigh(); file++) {
            int entry = Layout.FILES_OFFSET + file * number("open_file.bytes");
            int kind = tables.half(entry + number("open_file.kind"));
            String name = "open file " + file;
            range("kind of " + name, kind, 0, FILE_KIND_MAX);
            if (kind == 0) {
                continue;
            }
            if (PIPE_KINDS.contains(kind)) {
                long pipe = tables.word(entry + number("open_file.offset"));
                range("pipe of " + name, pipe, 0, Layout.PIPE_CAPACITY - 1);
            }
            range("stream of " + name, tables.half(entry + number("open_file.inherited_fd")), 0, 2);
            int address = tables.half(entry + number("open_file.address_length"));
            range("address length of " + name, address, 0, ADDRESS_BYTES);
            text("path of " + name, entry + number("open_file.path"), PATH_BYTES);
            text("other path of " + name, entry + number("open_file.other_path"), PATH_BYTES);
            for (int i = 0; i < number("SOCKET_OPTION_CAPACITY"); i++) {
                int option = entry + number("open_file.options") + i * number("socket_option.bytes");
                int length = tables.half(option + number("socket_option.length"));
                range("option length of " + name, length, 0, OPTION_VALUE_BYTES);
            }
        }
    }

    private void watches() {
        tables.watches().forEach(entry -> {
            int epoll = tables.half(entry + WATCH_EPOLL_FILE);
            if (epoll != 0 && epoll != WATCH_DELETED) {
                int watch = (entry - Layout.WATCHES_OFFSET) / WATCH_BYTES;
                range("epoll set of watch " + watch, epoll, 1, Layout.FILE_CAPACITY);
                range("descriptor of watch " + watch, tables.half(entry + WATCH_FD), 0, Layout.FD_CAPACITY - 1);
            }
        });
    }

    private void pipes() {
        for (int pipe = 0; pipe < tables.limited("pipes_high", Layout.PIPE_CAPACITY); pipe++) {
            int entry = Layout.PIPES_OFFSET + pipe * number("pipe_buffer.bytes");
            if (tables.word(entry + number("pipe_buffer.used")) != 0) {
                long written = tables.word(entry + number("pipe_buffer.written_count"));
                long inside = written - tables.word(entry + number("pipe_buffer.read_count"));
                boolean beginsAgain = // see begin_ring_again in pipe_calls.c
                        inside < 0 && inside > -number("PIPE_BYTES") && (written - inside) % number("PIPE_BYTES") == 0;
                range("bytes in pipe " + pipe, beginsAgain ? 0 : inside, 0, number("PIPE_BYTES"));
            }
        }
    }

    /** The small tables: settings, pending signals, timers, locks, inotify watches, children. */
    private void entries() {
        tables.limited("pending_count", number("PENDING_CAPACITY"));
        tables.limited("timers_high", number("TIMER_CAPACITY"));
        tables.limited("children_high", Layout.CHILD_CAPACITY);
        for (int i = 0; i < tables.limited("settings_high", number("SETTING_CAPACITY")); i++) {
            int entry = number("SETTINGS_OFFSET") + i * number("setting.bytes");
            range("owner of setting " + i, tables.half(entry + number("setting.owner")), 0, Layout.THREAD_CAPACITY);
            range("pointer of setting " + i, tables.half(entry + number("setting.pointer")), 0, ARGUMENTS);
            int length = tables.half(entry + number("setting.length"));
            range("length of setting " + i, length, 0, number("SETTING_BYTES"));
        }
        for (int i = 0; i < tables.limited("locks_high", number("LOCK_CAPACITY")); i++) {
            int entry = number("LOCKS_OFFSET") + i * number("file_lock.bytes");
            if (tables.word(entry + number("file_lock.inode")) != 0) {
                int file = tables.half(entry + number("file_lock.file"));
                range("open file of lock " + i, file, 0, Layout.FILE_CAPACITY);
            }
        }
        for (int i = 0; i < tables.limited("inotify_high", number("INOTIFY_CAPACITY")); i++) {
            int entry = number("INOTIFY_OFFSET") + i * number("inotify_watch.bytes");
            int file = tables.half(entry + number("inotify_watch.word"));
            if (file != 0) {
                range("open file of inotify watch " + i, file, 1, Layout.FILE_CAPACITY);
                text("path of inotify watch " + i, entry + number("inotify_watch.path"), PATH_BYTES);
            }
        }
    }

    static void range(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "its " + what + " is " + value + ", which is not between " + least + " and " + most);
        }
    }

    private void text(String what, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (tables.slice(offset + i, 1).get(0) == 0) {
                return;
            }
        }
        throw new IllegalArgumentException("its " + what + " has no end");
    }
}
