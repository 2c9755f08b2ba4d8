package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.system.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The program's CLOCK_MONOTONIC and CLOCK_BOOTTIME, which never go back. Time without power counts: as long as the machine has not booted
 * anew, its clocks have gone on and the program's keep their distance from them; after a boot the wall clock tells how long it was. A time
 * namespace sets the program's clocks where they are not the machine's. A freeze notes them in the image.
 */
final class ProgramClocks {
    private static final int CLOCK_BOOTTIME = 7;
    private static final int BOOT_ID = number("image_header.boot_id");
    private static final int BOOT_ID_BYTES = number("BOOT_ID_BYTES");

    private ProgramClocks() {}

    /** How far the clocks of a running program are ahead of this JVM's. */
    static ClockOffsets ahead(long pid) {
        return ClockOffsets.of(pid).aheadOf(ClockOffsets.own());
    }

    /**
     * Notes the clocks of a program at a freeze.
     *
     * @param ahead as above
     * @param instant {@code System.nanoTime()} of the freeze
     */
    static void note(Tables tables, ClockOffsets ahead, long instant) {
        long before = tables.headerWord("frozen_ns");
        long monotonic = instant + ahead.monotonicNanos();
        long boottime = Linux.clockNanos(CLOCK_BOOTTIME) - (System.nanoTime() - instant) + ahead.boottimeNanos();
        tables.setHeaderWord("clock_back_ns", Math.max(tables.headerWord("clock_back_ns"), before - monotonic));
        tables.setHeaderWord("frozen_ns", monotonic);
        tables.setHeaderWord("frozen_boot_ns", boottime);
        ClockOffsets own = ClockOffsets.own();
        tables.setHeaderWord("monotonic_offset_ns", ahead.monotonicNanos() + own.monotonicNanos());
        tables.setHeaderWord("boottime_offset_ns", ahead.boottimeNanos() + own.boottimeNanos());
        tables.setBytes(BOOT_ID, padded(ThisBoot.ID));
    }

    /** The offsets with which a program goes on now that a freeze has noted. */
    static ClockOffsets toGoOn(Tables tables) {
        if (tables.text(BOOT_ID, BOOT_ID_BYTES).equals(ThisBoot.ID)) {
            return new ClockOffsets(tables.headerWord("monotonic_offset_ns"), tables.headerWord("boottime_offset_ns"));
        }
        Instant now = Instant.now();
        long wall = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        long off = Math.max(0, wall - tables.headerWord("frozen_wall_ns")); // the wall clock may have been set back
        ClockOffsets own = ClockOffsets.own();
        return new ClockOffsets(
                tables.headerWord("frozen_ns") + off - System.nanoTime() + own.monotonicNanos(),
                tables.headerWord("frozen_boot_ns") + off - Linux.clockNanos(CLOCK_BOOTTIME) + own.boottimeNanos());
    }

    private static byte[] padded(String text) {
        byte[] bytes = new byte[BOOT_ID_BYTES];
        byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(characters, 0, bytes, 0, Math.min(characters.length, bytes.length - 1));
        return bytes;
    }

    private static final class ThisBoot {
        private static final String ID = read();

        private static String read() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip();
            } catch (IOException e) {
                throw new ImageException("cannot read the id of this boot: " + e.getMessage(), e);
            }
        }
    }
}
