package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;
import static dev.suzaku.pmem.image.StructureCheck.range;

/** The part of {@link StructureCheck} for the mapping index: ascending, disjoint, whole pages of the arena. */
final class MappingCheck {
    private static final long PAGE_BYTES = 4096;
    private static final int PROTECTION_MAX = 7;

    private final Tables tables;

    MappingCheck(Tables tables) {
        this.tables = tables;
    }

    void run() {
        int active = tables.activeMappings();
        range("count of mappings", tables.word(active), 0, Layout.MAPPING_CAPACITY);
        long free = Layout.ARENA_START;
        for (int i = 0; i < tables.word(active); i++) {
            int entry = active + number("mapping_index.entries") + i * number("mapping.bytes");
            long start = tables.word(entry + number("mapping.start"));
            long end = tables.word(entry + number("mapping.end"));
            range("start of mapping " + i, start, free, Layout.ARENA_END - PAGE_BYTES);
            range("end of mapping " + i, end, start + PAGE_BYTES, Layout.ARENA_END);
            range("place of mapping " + i + " in a page", (start | end) % PAGE_BYTES, 0, 0);
            range("protection of mapping " + i, tables.half(entry + number("mapping.prot")), 0, PROTECTION_MAX);
            int kind = tables.half(entry + number("mapping.kind"));
            range("kind of mapping " + i, kind, number("MAPPING_POOL"), number("MAPPING_NONE"));
            if (kind == number("MAPPING_FILE")) {
                int files = tables.limited("files_high", Layout.FILE_CAPACITY);
                range("open file of mapping " + i, tables.half(entry + number("mapping.file")), 0, files - 1L);
            }
            free = end;
        }
    }
}
