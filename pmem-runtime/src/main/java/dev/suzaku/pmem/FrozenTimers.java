package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.system.Linux;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program's timers while its threads stand still. The kernel's timers run on, so the signals that wait must be read at an instant that
 * tells for every timer whether its signal is among them: one around which no timer expires. A recovery arms the timers that expire after
 * that instant (resume_timers in timer_calls.c); the others have fired, and their signals wait or have been taken.
 */
final class FrozenTimers {
    private static final int SI_TIMER = -2;
    private static final int CODE = 8;
    private static final int TIMER_ID = 16;
    private static final int NO_TIMER = -1;

    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int CLOCK_BOOTTIME_ALARM = 9;
    /** CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID; those of other processes and threads are negative. */
    private static final List<Integer> PROCESSOR_CLOCKS = List.of(2, 3);

    /** By how much the kernel may be late with the signal of a timer. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** How far apart this JVM and the recovery may be about the time on another clock, which they can only reckon. */
    private static final long UNSURE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** How long to wait for such an instant: then all that expired before the freeze has come, which is all that short periods allow. */
    private static final long PATIENCE_NANOS = 2 * LATE_NANOS;

    /** How long the threads of a process that saves itself may take until they have read what waits. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long POLL_NANOS = 100_000;

    private static final int OFFSET = number("TIMERS_OFFSET");
    private static final int CAPACITY = number("TIMER_CAPACITY");
    private static final int ENTRY_BYTES = number("posix_timer.bytes");
    private static final int USED = number("posix_timer.used");
    private static final int CLOCK = number("posix_timer.clock");
    private static final int SETTING = number("posix_timer.setting");
    private static final int KERNEL_ID = number("posix_timer.kernel_id");
    private static final int ALARM = number("image_header.alarm");
    private static final int SETTING_BYTES = number("timer_setting.bytes");
    private static final int EXPIRY = number("timer_setting.expiry_ns");
    private static final int INTERVAL = number("timer_setting.interval_ns");

    private final Tables tables;
    private final List<Expiries> expiries;

    /** @param ahead how far the program's clocks are ahead of this JVM's */
    FrozenTimers(Tables tables, ClockOffsets ahead) {
        this.tables = tables;
        this.expiries = new ArrayList<>();
        settings(ALARM, ahead.monotonicNanos());
        for (int number = 0; number < used(); number++) {
            int entry = OFFSET + number * ENTRY_BYTES;
            int clock = (int) tables.word(entry + CLOCK);
            if (tables.word(entry + USED) != 0 && clock >= 0 && !PROCESSOR_CLOCKS.contains(clock)) {
                settings(entry + SETTING, aheadOfMonotonic(clock) + offset(clock, ahead));
            }
        }
    }

    private static long offset(int clock, ClockOffsets ahead) {
        return switch (clock) {
            case CLOCK_MONOTONIC -> ahead.monotonicNanos();
            case CLOCK_BOOTTIME, CLOCK_BOOTTIME_ALARM -> ahead.boottimeNanos();
            default -> 0;
        };
    }

    /** When a timer expires, in {@code System.nanoTime()}; interval 0 means once. */
    record Expiries(long first, long interval) {
        /** Whether one of them lies in a range of times, both ends included. */
        boolean anyIn(long from, long to) {
            if (first > to) {
                return false;
            }
            long last = interval <= 0 ? first : first + (to - first) / interval * interval;
            return last >= from;
        }
    }

    /** Both copies of a timer's setting: the thread that sets it may have been stopped between the kernel and the commit. */
    private void settings(int offset, long ahead) {
        for (int copy = 0; copy < 2; copy++) {
            int setting = offset + copy * SETTING_BYTES;
            if (tables.word(setting + EXPIRY) != 0) {
                expiries.add(new Expiries(tables.word(setting + EXPIRY) - ahead, tables.word(setting + INTERVAL)));
            }
        }
    }

    /** By how much a clock is ahead of {@code System.nanoTime()}: a reading that nothing interrupted for long, if one of some is. */
    private static long aheadOfMonotonic(int clock) {
        if (clock == CLOCK_MONOTONIC) {
            return 0;
        }
        long ahead = 0;
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 8; attempt++) {
            long before = System.nanoTime();
            long there = Linux.clockNanos(clock);
            long taken = System.nanoTime() - before;
            if (taken < least) {
                least = taken;
                ahead = there - (before + taken / 2);
            }
        }
        return ahead;
    }

    /**
     * Reads the waiting signals at an instant as described above.
     *
     * @param frozenNanos {@code System.nanoTime()} when the last thread had come to stand
     * @param read reads them; may be called more than once, the last time counts
     * @return {@code System.nanoTime()} of the instant: all signals of timers that expired until then have been read, none of a later one counts
     */
    long readWhenNoneExpires(long frozenNanos, Runnable read) {
        long deadline = frozenNanos + PATIENCE_NANOS;
        while (true) {
            long instant = System.nanoTime();
            if (instant > deadline || !anyIn(instant - LATE_NANOS, instant + UNSURE_NANOS)) {
                read.run();
                if (instant > deadline || !anyIn(instant, System.nanoTime() + UNSURE_NANOS)) {
                    return instant;
                }
            } else {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /**
     * Waits for an instant after which signals that are read soon tell for every timer whether its signal is among them.
     *
     * @param frozenNanos as above
     * @return that instant
     */
    long awaitNoneExpires(long frozenNanos) {
        long deadline = frozenNanos + PATIENCE_NANOS;
        while (true) {
            long instant = System.nanoTime();
            if (instant > deadline || !anyIn(instant - LATE_NANOS, instant + SOON_NANOS)) {
                return instant;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean anyIn(long from, long to) {
        return expiries.stream().anyMatch(timer -> timer.anyIn(from, to));
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
