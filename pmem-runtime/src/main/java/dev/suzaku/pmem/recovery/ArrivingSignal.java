package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;

/**
 * A signal that the cut caught between the kernel's frame and the runtime's note of it, while the thread was in a system call. The
 * recovery does what the runtime was about to do ({@code defer} in signal_calls.c): the signal waits in the slot, with all others blocked,
 * for the end of the call.
 *
 * @param frame address of the kernel's {@code struct rt_sigframe}
 */
record ArrivingSignal(long frame) {
    /** All signals but SIGSYS. */
    static final long EVERYTHING_BLOCKED = ~(1L << 30);

    /** struct rt_sigframe: return address, struct ucontext, struct siginfo. */
    private static final int FRAME_UCONTEXT = 8;

    private static final int FRAME_INFORMATION = FRAME_UCONTEXT + SignalFrame.BYTES;
    private static final int INFORMATION_BYTES = 128;
    private static final int SIGNAL_MAX = 64;

    private static final int DEFERRED_SIGNAL = Layout.number("thread.deferred_signal");
    private static final int DEFERRED_MASK = Layout.number("thread.deferred_mask");
    private static final int DEFERRED_INFORMATION = Layout.number("thread.deferred_information");

    /** Defers the signal, unless the runtime had done so. The note of the signal is the last store. */
    void defer(ThreadSlot slot, Tables tables, PoolMemory pool) {
        if (slot.word(DEFERRED_SIGNAL) != 0) {
            return;
        }
        long signal = word(frame + FRAME_INFORMATION, tables, pool) & 0xffffffffL;
        if (signal < 1 || signal > SIGNAL_MAX) {
            throw new ImageException(
                    "the image is damaged: thread slot " + slot.index() + " was getting signal " + signal);
        }
        for (int i = 0; i < INFORMATION_BYTES; i += Long.BYTES) {
            slot.setWord(DEFERRED_INFORMATION + i, word(frame + FRAME_INFORMATION + i, tables, pool));
        }
        slot.setWord(DEFERRED_MASK, word(frame + FRAME_UCONTEXT + SignalFrame.SIGNAL_MASK, tables, pool));
        slot.setWord(DEFERRED_SIGNAL, signal);
    }

    private static long word(long address, Tables tables, PoolMemory pool) {
        if (Tables.contains(address, Long.BYTES)) {
            return tables.word(Tables.offsetOf(address));
        }
        return (pool.read(address) & 0xffffffffL) | ((long) pool.read(address + Integer.BYTES) << Integer.SIZE);
    }
}
