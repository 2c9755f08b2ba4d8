package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.image.SaveArea;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An image made by hand: a runtime at fixed addresses, threads with recognizable registers, a pool of a few words. As an extension of one
 * test it is unmapped behind it.
 */
final class SyntheticImage implements AfterEachCallback, PoolMemory {
    static final long TEXT = 0xa0000000000L;
    static final long ENTRY = TEXT + 0x1000;
    static final long DIRECT = TEXT + 0x1010;
    static final long DIRECT_END = TEXT + 0x1030;
    static final long INTERRUPTED = TEXT + 0x103b;
    static final long RECORDED = TEXT + 0x1044;
    static final long ENTRY_LINKED = TEXT + 0x1080;
    static final long ENTRY_RECORDED = TEXT + 0xff0;
    static final long EXIT_ALL = TEXT + 0x10a0;
    static final long EXIT_JUMP = TEXT + 0x1100;
    static final long ARRIVAL = TEXT + 0x1ff0;
    static final long DISPATCH = TEXT + 0x2000;
    static final long STANDING = TEXT + 0x2040;
    static final long SIGRETURN = TEXT + 0x3000;
    static final long RESUME = TEXT + 0x4000;
    static final long DELIVER = TEXT + 0x5000;
    static final long INSIDE = TEXT + 0x8000;
    static final long APPLICATION = 0x1000002000L;
    static final int XSTATE_BYTES = 832;
    static final long FEATURES = 7;
    static final long MASK = 1L << 30 | 1L << 9;
    static final long MAPPED = 0x7000000000L;

    final Tables tables;
    final Map<Long, Integer> pool = new HashMap<>();
    private final MappedTables mapped;

    SyntheticImage() {
        mapped = mapNamelessFile();
        tables = mapped.tables();
        tables.setState(ImageState.CUT);
        tables.setHeaderNumber("main_tid", 2);
        tables.setHeaderNumber("files_high", 1);
        tables.setHeaderWord("xstate_bytes", XSTATE_BYTES);
        tables.setHeaderWord("xstate_features", FEATURES);
        range("text", TEXT, TEXT + 0x100000);
        tables.setHeaderWord("labels.entry", ENTRY);
        tables.setHeaderWord("labels.entry_linked", ENTRY_LINKED);
        tables.setHeaderWord("labels.entry_recorded", ENTRY_RECORDED);
        tables.setHeaderWord("labels.exit_all", EXIT_ALL);
        tables.setHeaderWord("labels.exit_jump", EXIT_JUMP);
        tables.setHeaderWord("labels.direct", DIRECT);
        tables.setHeaderWord("labels.direct_end", DIRECT_END);
        tables.setHeaderWord("labels.interrupted", INTERRUPTED);
        tables.setHeaderWord("labels.arrival_start", ARRIVAL);
        range("dispatch", DISPATCH, DISPATCH + 0x40);
        range("standing", STANDING, STANDING + 0x40);
        range("sigreturn", SIGRETURN, SIGRETURN + 0x10);
        range("resume", RESUME, RESUME + 0x20);
        range("deliver", DELIVER, DELIVER + 0x80);
        int mapping = tables.activeMappings();
        tables.setWord(mapping, 1);
        tables.setWord(mapping + Layout.number("mapping_index.entries"), MAPPED);
        tables.setWord(mapping + Layout.number("mapping_index.entries") + Layout.number("mapping.end"), MAPPED + 4096);
        tables.setHalf(
                mapping + Layout.number("mapping_index.entries") + Layout.number("mapping.kind"),
                Layout.number("MAPPING_POOL"));
    }

    private static MappedTables mapNamelessFile() {
        try {
            Path file = Files.createTempFile("suzaku-test", "tables");
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(Layout.TABLES_BYTES);
                return MappedTables.open(file, true);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void range(String name, long start, long end) {
        tables.setHeaderWord("labels." + name + "_start", start);
        tables.setHeaderWord("labels." + name + "_end", end);
    }

    /** A live thread, saved at an address; general register number i holds 1000 + i, those of the call record 2000 and more. */
    ThreadSlot live(int index, long rip, long origRax) {
        ThreadSlot slot = slot(index, Layout.THREAD_LIVE);
        long[] words = new long[UserRegisters.COUNT];
        for (int i = 0; i < words.length; i++) {
            words[i] = 1000 + i;
        }
        words[UserRegisters.RIP] = rip;
        words[UserRegisters.ORIG_RAX] = origRax;
        words[UserRegisters.EFLAGS] = 0x346;
        words[UserRegisters.GS_BASE] = slot.address();
        for (int i = 0; i < words.length; i++) {
            slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_REGISTERS + i * Long.BYTES, words[i]);
        }
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_MASK, MASK);
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE_LENGTH, XSTATE_BYTES);
        int xstate = slot.offset() + ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE;
        for (int i = 0; i < XSTATE_BYTES; i += Long.BYTES) {
            tables.setWord(xstate + i, 3000 + i);
        }
        tables.setWord(xstate + 512, FEATURES);
        reseal(slot);
        return slot;
    }

    /** Renews the save area's checksum after a change. */
    void reseal(ThreadSlot slot) {
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_CHECKSUM, SaveArea.checksum(tables, slot));
        slot.setSaved(true);
    }

    ThreadSlot slot(int index, int state) {
        ThreadSlot slot = tables.thread(index);
        slot.setWord(Layout.number("thread.self"), slot.address());
        slot.setState(state);
        slot.setTid(100 + index);
        slot.setAcknowledged(true);
        slot.setFsBase(5000 + index);
        slot.setSignalMask(MASK);
        tables.setHeaderNumber("threads_high", Math.max(tables.threadsHigh(), index + 1));
        return slot;
    }

    /** A call in progress. */
    void record(ThreadSlot slot, int state, long number) {
        String[] names = {"rdi", "rsi", "rdx", "r10", "r8", "r9", "rbx", "rbp", "r12", "r13", "r14", "r15", "rsp"};
        for (int i = 0; i < names.length; i++) {
            slot.setRecordWord(names[i], 2000 + i);
        }
        slot.setRecordWord("rax", number);
        slot.setRecordWord("restart", APPLICATION);
        slot.setRecordWord("done", APPLICATION + 2);
        slot.setRecordWord("result", 77);
        slot.setRecordState(state);
    }

    void apply() {
        FixUps.apply(tables, this);
    }

    /** A register in a slot's resume frame, by its place in struct sigcontext. */
    long resumed(ThreadSlot slot, int register) {
        return tables.word(slot.offset() + ThreadSlot.RESUME_FRAME + SignalFrame.REGISTERS + register * Long.BYTES);
    }

    long resumedMask(ThreadSlot slot) {
        return tables.word(slot.offset() + ThreadSlot.RESUME_FRAME + SignalFrame.SIGNAL_MASK);
    }

    byte[] bytes(int offset, int length) {
        byte[] copy = new byte[length];
        tables.slice(offset, length).get(copy);
        return copy;
    }

    @Override
    public int read(long address) {
        return pool.getOrDefault(address, 0);
    }

    @Override
    public void write(long address, int value) {
        pool.put(address, value);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        mapped.close();
    }
}
