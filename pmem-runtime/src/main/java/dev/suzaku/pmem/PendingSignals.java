package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.trace.Tracer;
import java.util.List;

/**
 * Signals that wait in the kernel when the threads stand still: part of a save, as the registers are. A recovery sends them again before
 * any thread goes on. A cut during a recovery leaves those of the image as they are.
 */
final class PendingSignals {
    private static final int CAPACITY = number("PENDING_CAPACITY");
    private static final int OFFSET = number("PENDING_OFFSET");
    private static final int ENTRY_BYTES = number("pending_signal.bytes");
    private static final int TID = number("pending_signal.tid");
    private static final int INFORMATION = number("pending_signal.information");
    private static final int INFORMATION_BYTES = 128;

    private final Tables tables;
    private final Tracer tracer;
    private final FrozenTimers timers;
    private int count;

    PendingSignals(Tables tables, Tracer tracer, ClockOffsets ahead) {
        this.tables = tables;
        this.tracer = tracer;
        this.timers = new FrozenTimers(tables, ahead);
    }

    /**
     * Stores those of the threads and of the process.
     *
     * @param frozenNanos {@code System.nanoTime()} when the last thread had come to stand
     * @return {@code System.nanoTime()} up to which the signals of timers are among them
     * @throws ImageException when there are more than an image has room for
     */
    long save(List<FrozenThread> threads, long frozenNanos) {
        return timers.readWhenNoneExpires(frozenNanos, () -> read(threads));
    }

    private void read(List<FrozenThread> threads) {
        count = 0;
        for (FrozenThread thread :
                threads.stream().filter(FrozenThread::hasSlot).toList()) {
            add(tables.thread(thread.slot()).tid(), tracer.pendingSignals(thread.tid()));
        }
        add(0, tracer.pendingSignals());
        tables.setHeaderNumber("pending_count", count);
    }

    /** Gives the timers in signals that the process has stored itself their numbers in the tables. */
    static void numberTimers(Tables tables, FrozenTimers timers) {
        byte[] information = new byte[INFORMATION_BYTES];
        for (int i = 0; i < tables.limited("pending_count", CAPACITY); i++) {
            int entry = OFFSET + i * ENTRY_BYTES + INFORMATION;
            tables.slice(entry, INFORMATION_BYTES).get(information);
            tables.setBytes(entry, timers.withNumber(information));
        }
    }

    private void add(long tid, List<byte[]> signals) {
        for (byte[] information : signals) {
            if (count == CAPACITY) {
                throw new ImageException(
                        "more than " + CAPACITY + " signals are pending, an image has no room for more");
            }
            int entry = OFFSET + count * ENTRY_BYTES;
            tables.setWord(entry + TID, tid);
            tables.setBytes(entry + INFORMATION, timers.withNumber(information));
            count++;
        }
    }
}
