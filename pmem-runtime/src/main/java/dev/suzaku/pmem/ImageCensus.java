package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.system.Linux;

/**
 * How much of everything an image holds: what grows from cut to cut without the program's doing leaks.
 *
 * @param descriptors open file descriptors
 * @param openFiles open file descriptions in the table
 * @param pipes pipe buffers in use
 * @param mappings entries of the active mapping index
 * @param threads thread slots in use
 * @param poolBytes storage that the pool file occupies
 * @param writableBytes what the program has mapped writable in the pool, touched or not
 */
public record ImageCensus(
        int descriptors, int openFiles, int pipes, int mappings, int threads, long poolBytes, long writableBytes) {
    private static final int PROT_WRITE = 2;
    private static final int FILE_BYTES = number("open_file.bytes");
    private static final int FILE_KIND = number("open_file.kind");
    private static final int PIPE_BYTES = number("pipe_buffer.bytes");
    private static final int PIPE_USED = number("pipe_buffer.used");

    /** Counts in an image; exact when no process runs in it. */
    public static ImageCensus of(ImageDirectory image) {
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), false)) {
            Tables tables = mapped.tables();
            return new ImageCensus(
                    descriptors(tables),
                    openFiles(tables),
                    pipes(tables),
                    (int) tables.word(tables.activeMappings()),
                    threads(tables),
                    poolBytes(image),
                    writableBytes(tables));
        }
    }

    private static int descriptors(Tables tables) {
        int open = 0;
        for (int fd = 0; fd < tables.limited("fds_high", Layout.FD_CAPACITY); fd++) {
            open += (int) (tables.word(Layout.FDS_OFFSET + fd * Long.BYTES) & 1);
        }
        return open;
    }

    private static int openFiles(Tables tables) {
        int used = 0;
        for (int file = 0; file < tables.limited("files_high", Layout.FILE_CAPACITY); file++) {
            used += tables.half(Layout.FILES_OFFSET + file * FILE_BYTES + FILE_KIND) == 0 ? 0 : 1;
        }
        return used;
    }

    private static int pipes(Tables tables) {
        int used = 0;
        for (int pipe = 0; pipe < tables.limited("pipes_high", Layout.PIPE_CAPACITY); pipe++) {
            used += tables.word(Layout.PIPES_OFFSET + pipe * PIPE_BYTES + PIPE_USED) == 0 ? 0 : 1;
        }
        return used;
    }

    private static int threads(Tables tables) {
        int used = 0;
        for (int slot = 0; slot < tables.threadsHigh(); slot++) {
            used += tables.thread(slot).state() == Layout.THREAD_FREE ? 0 : 1;
        }
        return used;
    }

    private static long writableBytes(Tables tables) {
        int active = tables.activeMappings();
        long bytes = 0;
        for (int i = 0; i < Math.min(tables.word(active), Layout.MAPPING_CAPACITY); i++) {
            int entry = active + number("mapping_index.entries") + i * number("mapping.bytes");
            boolean counts = tables.half(entry + number("mapping.kind")) == number("MAPPING_POOL")
                    && (tables.half(entry + number("mapping.prot")) & PROT_WRITE) != 0;
            bytes += counts
                    ? tables.word(entry + number("mapping.end")) - tables.word(entry + number("mapping.start"))
                    : 0;
        }
        return bytes;
    }

    private static long poolBytes(ImageDirectory image) {
        int fd = Linux.open(image.poolFile().toString(), Linux.O_RDONLY | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0);
        try {
            return Linux.allocatedBytes(fd);
        } finally {
            Linux.close(fd);
        }
    }
}
