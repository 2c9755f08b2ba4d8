package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signal that the cut caught between the kernel's frame and the runtime's note of it, while the thread was in a system call. The
 * recovery does what the runtime was about to do ({@code defer} in signal_delivery.c): the signal waits in the slot, with all others blocked,
 * for the end of the call.
 *
 * @param number the signal, 1 to 64
 * @param mask the application's mask
 * @param information words of its {@code siginfo_t}
 */
record ArrivingSignal(long number, long mask, List<Long> information) {
    /** All signals but SIGSYS. */
    static final long EVERYTHING_BLOCKED = ~(1L << 30);

    /** struct rt_sigframe: return address, struct ucontext, struct siginfo. */
    private static final int FRAME_UCONTEXT = 8;

    private static final int FRAME_INFORMATION = FRAME_UCONTEXT + SignalFrame.BYTES;
    private static final int INFORMATION_BYTES = 128;
    private static final int SIGNAL_MAX = 64;

    private static final int DEFERRED_MASK = Layout.number("thread.deferred_mask");
    private static final int DEFERRED_INFORMATION = Layout.number("thread.deferred_information");

    ArrivingSignal {
        information = List.copyOf(information);
    }

    /**
     * Reads the signal from its frame; empty when the runtime had noted it already. Changes nothing.
     *
     * @param frame address of the kernel's {@code struct rt_sigframe}
     * @throws ImageException when no signal has the number that stands there
     */
    static Optional<ArrivingSignal> read(ThreadSlot slot, long frame, Tables tables, PoolMemory pool) {
        if (slot.deferredSignal() != 0) {
            return Optional.empty();
        }
        long number = word(frame + FRAME_INFORMATION, tables, pool) & 0xffffffffL;
        if (number < 1 || number > SIGNAL_MAX) {
            throw new ImageException(
                    "the image is damaged: thread slot " + slot.index() + " was getting signal " + number);
        }
        List<Long> information = new ArrayList<>();
        for (int i = 0; i < INFORMATION_BYTES; i += Long.BYTES) {
            information.add(word(frame + FRAME_INFORMATION + i, tables, pool));
        }
        long mask = word(frame + FRAME_UCONTEXT + SignalFrame.SIGNAL_MASK, tables, pool);
        return Optional.of(new ArrivingSignal(number, mask, information));
    }

    /** Notes the signal in the slot of its thread. Its number is the last store. */
    void defer(ThreadSlot slot) {
        for (int i = 0; i < information.size(); i++) {
            slot.setWord(DEFERRED_INFORMATION + i * Long.BYTES, information.get(i));
        }
        slot.setWord(DEFERRED_MASK, mask);
        slot.setDeferredSignal(number);
    }

    private static long word(long address, Tables tables, PoolMemory pool) {
        if (Tables.contains(address, Long.BYTES)) {
            return tables.word(Tables.offsetOf(address));
        }
        return (pool.read(address) & 0xffffffffL) | ((long) pool.read(address + Integer.BYTES) << Integer.SIZE);
    }
}
