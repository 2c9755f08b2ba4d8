package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.Tables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program's timers while its threads stand still. The kernel's timers run on: what expires up to the freeze is a signal that waits,
 * what expires later expires again after the recovery, which drops its signal (signal_after_cut in timer_calls.c).
 */
final class FrozenTimers {
    private static final int SI_TIMER = -2;
    private static final int CODE = 8;
    private static final int TIMER_ID = 16;
    private static final int NO_TIMER = -1;
    /** By how much the kernel may be late with the signal of a timer. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private static final int OFFSET = number("TIMERS_OFFSET");
    private static final int CAPACITY = number("TIMER_CAPACITY");
    private static final int ENTRY_BYTES = number("posix_timer.bytes");
    private static final int USED = number("posix_timer.used");
    private static final int KERNEL_ID = number("posix_timer.kernel_id");
    private static final int ALARM = number("image_header.alarm");
    private static final int SETTING_BYTES = number("timer_setting.bytes");
    private static final int EXPIRY = number("timer_setting.expiry_ns");

    private final Tables tables;

    FrozenTimers(Tables tables) {
        this.tables = tables;
    }

    /** Returns when the signal of every timer that had expired at this {@code System.nanoTime()} has come. */
    void awaitThoseDueAt(long nanos) {
        boolean none =
                used() == 0 && tables.word(ALARM + EXPIRY) == 0 && tables.word(ALARM + SETTING_BYTES + EXPIRY) == 0;
        long left = none ? 0 : nanos + LATE_NANOS - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanos + LATE_NANOS - System.nanoTime();
        }
    }

    /** A {@code siginfo_t} of a timer with the timer's number in the tables in place of the kernel's, which the next kernel does not know. */
    byte[] withNumber(byte[] information) {
        byte[] copy = information.clone();
        ByteBuffer words = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        if (words.getInt(CODE) == SI_TIMER) {
            words.putInt(TIMER_ID, numberOf(words.getInt(TIMER_ID)));
        }
        return copy;
    }

    private int numberOf(int kernelId) {
        for (int number = 0; number < used(); number++) {
            int entry = OFFSET + number * ENTRY_BYTES;
            if (tables.word(entry + USED) != 0 && tables.word(entry + KERNEL_ID) == Integer.toUnsignedLong(kernelId)) {
                return number;
            }
        }
        return NO_TIMER;
    }

    private int used() {
        return tables.limited("timers_high", CAPACITY);
    }
}
