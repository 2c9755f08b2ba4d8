package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;
import static dev.suzaku.pmem.image.StructureCheck.range;

/** The part of {@link StructureCheck} for the thread slots. */
final class ThreadCheck {
    private static final int TID_MAX = 1 << 22; // the kernel's PID_MAX_LIMIT
    private static final int SIGNAL_MAX = 64;

    private final Tables tables;

    ThreadCheck(Tables tables) {
        this.tables = tables;
    }

    void run() {
        range("number of thread slots", tables.threadsHigh(), 1, Layout.THREAD_CAPACITY);
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            range("state of thread slot " + index, slot.word(number("thread.state")), 0, Layout.THREAD_EXITED);
            if (slot.state() != Layout.THREAD_FREE) {
                used(slot);
            }
        }
    }

    private void used(ThreadSlot slot) {
        String name = " of thread slot " + slot.index();
        range("own address" + name, slot.word(number("thread.self")), slot.address(), slot.address());
        range("phase" + name, slot.word(number("thread.phase")), 0, Layout.PHASE_RESTORING);
        int least = slot.state() == Layout.THREAD_PREPARED ? 0 : 1; // the parent notes it after the clone
        range("thread id" + name, slot.tid(), least, TID_MAX);
        range("call state" + name, slot.recordState(), 0, Layout.RECORD_COMMITTED);
        range("child" + name, slot.child(), 0, tables.threadsHigh());
        range("waiting signal" + name, slot.word(number("thread.deferred_signal")), 0, SIGNAL_MAX);
        range(
                "number of kept decisions" + name,
                slot.word(number("thread.decisions_kept")),
                0,
                number("DECISION_CAPACITY"));
        long redo = slot.recordWord("redo_address");
        if (slot.recordState() == Layout.RECORD_COMMITTED && redo != 0) {
            long last = Layout.TABLES_BASE + Layout.TABLES_BYTES - Long.BYTES;
            range("store to repeat" + name, redo, Layout.TABLES_BASE, last);
        }
        long area = slot.word(number("thread.rseq_address"));
        if (area != 0) {
            range("restartable sequence" + name, area, Layout.ARENA_START, Layout.ARENA_END - Long.BYTES);
        }
    }
}
