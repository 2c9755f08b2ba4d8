package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.EndingSignal;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables of an image into an {@link ImageInspection}. */
final class InspectionReader {
    private static final int PATH_BYTES = number("PATH_BYTES");
    private static final int FILE_BYTES = number("open_file.bytes");
    private static final int KERNEL_RELEASE_BYTES = number("KERNEL_RELEASE_BYTES");
    private static final long FD_OPEN = 1;
    private static final long FD_CLOSE_ON_EXEC = 2;
    private static final int FD_FILE_SHIFT = 32;
    private static final int O_APPEND = 02000;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final Map<Integer, String> FILE_KINDS = names(
            "FILE_",
            "REGULAR",
            "DIRECTORY",
            "DEVICE",
            "INHERITED",
            "PIPE_READ",
            "PIPE_WRITE",
            "EVENTFD",
            "EPOLL",
            "TIMERFD",
            "SOCKET",
            "LISTENER",
            "CONNECTION",
            "SIGNALFD",
            "INOTIFY");
    private static final Map<Integer, String> MAPPING_KINDS = names("MAPPING_", "POOL", "FILE", "NONE");
    private static final Map<Integer, String> THREAD_STATES = names("THREAD_", "PREPARED", "LIVE", "EXITING", "EXITED");

    private static final double NANOS = 1e9;

    private final Tables tables;
    private final String fileSystem;
    private final PoolPages pages;

    InspectionReader(Tables tables, String fileSystem, PoolPages pages) {
        this.tables = tables;
        this.fileSystem = fileSystem;
        this.pages = pages;
    }

    ImageInspection read() {
        return new ImageInspection(
                tables.state().name(),
                ending(),
                tables.headerNumber("cuts"),
                Seal.isSealed(tables),
                power(),
                tables.text(number("image_header.program_path"), PATH_BYTES),
                origin(),
                tables.text(
                        number("image_header.working_directory")
                                + (tables.headerNumber("directory_active") & 1) * PATH_BYTES,
                        PATH_BYTES),
                tables.headerWord("persistent_memory") == 1
                        ? "persistent memory (DAX, MAP_SYNC)"
                        : "emulated on " + fileSystem,
                pages,
                clocks(),
                tables.headerWord("user_dispatch") == 0 ? "patched text" : "patched text and Syscall User Dispatch",
                tables.headerWord("pool_limit_bytes"),
                tables.headerWord("pool_reserved_bytes"),
                mappings(),
                descriptors(),
                threads());
    }

    private String ending() {
        return tables.state() == ImageState.ENDED
                ? "exit code " + tables.headerNumber("exit_code")
                : EndingSignal.of(tables).map(EndingSignal::toString).orElse("");
    }

    private String clocks() {
        long ahead = tables.headerWord("monotonic_offset_ns");
        long back = tables.headerWord("clock_back_ns");
        String whose = ahead == 0
                ? "the machine's"
                : "a time namespace, %.3f s ahead of the machine's".formatted(ahead / NANOS);
        return back <= 0
                ? whose
                : whose + "; went back by %.3f s at a recovery: no time namespace".formatted(back / NANOS);
    }

    private ImageInspection.Power power() {
        long off = tables.headerWord("power_off_ns");
        return new ImageInspection.Power(
                tables.headerWord("frozen_wall_ns"), off, off + tables.headerWord("power_off_before_ns"));
    }

    private ImageInspection.Origin origin() {
        return new ImageInspection.Origin(
                tables.headerNumber("version"),
                tables.text(number("image_header.program_build"), number("BUILD_BYTES")),
                tables.text(number("image_header.interpreter_build"), number("BUILD_BYTES")),
                tables.text(number("image_header.kernel_release"), KERNEL_RELEASE_BYTES),
                tables.headerWord("xstate_bytes"),
                HexFormat.of().toHexDigits(tables.headerWord("runtime_build")));
    }

    private List<ImageInspection.Mapping> mappings() {
        int active = tables.activeMappings();
        long count = tables.word(active);
        if (count < 0 || count > Layout.MAPPING_CAPACITY) {
            throw new IllegalArgumentException("it counts " + count + " mappings");
        }
        List<ImageInspection.Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int entry = active + number("mapping_index.entries") + i * number("mapping.bytes");
            mappings.add(new ImageInspection.Mapping(
                    tables.word(entry + number("mapping.start")),
                    tables.word(entry + number("mapping.end")),
                    protection(tables.half(entry + number("mapping.prot"))),
                    name(MAPPING_KINDS, tables.half(entry + number("mapping.kind")))));
        }
        return mappings;
    }

    private static String protection(int bits) {
        return ((bits & PROT_READ) != 0 ? "r" : "-")
                + ((bits & PROT_WRITE) != 0 ? "w" : "-")
                + ((bits & PROT_EXEC) != 0 ? "x" : "-");
    }

    private List<ImageInspection.Descriptor> descriptors() {
        List<ImageInspection.Descriptor> descriptors = new ArrayList<>();
        for (int fd = 0; fd < tables.limited("fds_high", Layout.FD_CAPACITY); fd++) {
            long word = tables.word(Layout.FDS_OFFSET + fd * Long.BYTES);
            if ((word & FD_OPEN) == 0) {
                continue;
            }
            long file = word >>> FD_FILE_SHIFT;
            if (file >= Layout.FILE_CAPACITY) {
                throw new IllegalArgumentException("descriptor " + fd + " refers to open file " + file);
            }
            int entry = Layout.FILES_OFFSET + (int) file * FILE_BYTES;
            descriptors.add(new ImageInspection.Descriptor(
                    fd,
                    (word & FD_CLOSE_ON_EXEC) != 0,
                    name(FILE_KINDS, tables.half(entry + number("open_file.kind"))),
                    tables.word(entry + number("open_file.offset")),
                    tables.text(entry + number("open_file.path"), PATH_BYTES),
                    (tables.half(entry + number("open_file.flags")) & O_APPEND) != 0));
        }
        return descriptors;
    }

    private List<ImageInspection.Thread> threads() {
        List<ImageInspection.Thread> threads = new ArrayList<>();
        Labels labels = Labels.of(tables);
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (slot.state() != Layout.THREAD_FREE) {
                threads.add(thread(slot, labels));
            }
        }
        return threads;
    }

    private static ImageInspection.Thread thread(ThreadSlot slot, Labels labels) {
        UserRegisters registers = slot.savedRegisters();
        return new ImageInspection.Thread(
                slot.index(),
                slot.tid(),
                name(THREAD_STATES, slot.state()),
                slot.isRestoring() ? "RESTORING" : "RUNNING",
                slot.systemCall(labels).orElse(-1),
                slot.isSaved(),
                slot.isSaved() ? byName(registers) : Map.of());
    }

    private static Map<String, String> byName(UserRegisters registers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < UserRegisters.COUNT; i++) {
            byName.put(UserRegisters.NAMES.get(i), "0x" + Long.toHexString(registers.get(i)));
        }
        return byName;
    }

    private static Map<Integer, String> names(String prefix, String... names) {
        Map<Integer, String> byNumber = new HashMap<>();
        for (String name : names) {
            byNumber.put(number(prefix + name), name);
        }
        return byNumber;
    }

    private static String name(Map<Integer, String> names, int number) {
        return names.getOrDefault(number, "UNKNOWN(" + number + ")");
    }
}
