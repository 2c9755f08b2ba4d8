package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How far the clocks of a time namespace are ahead of those of the machine's first one (/proc/PID/timens_offsets, time_namespaces(7)).
 *
 * @param monotonicNanos CLOCK_MONOTONIC
 * @param boottimeNanos CLOCK_BOOTTIME
 */
public record ClockOffsets(long monotonicNanos, long boottimeNanos) {
    private static final ClockOffsets NONE = new ClockOffsets(0, 0);

    /** Those of this JVM, which do not change. */
    public static ClockOffsets own() {
        return Own.OFFSETS;
    }

    private static final class Own {
        private static final ClockOffsets OFFSETS = of("self");
    }

    /**
     * Those of a process.
     *
     * @throws ImageException when it has ended
     */
    public static ClockOffsets of(long pid) {
        return of(Long.toString(pid));
    }

    private static ClockOffsets of(String process) {
        Path file = Path.of("/proc", process, "timens_offsets");
        try {
            List<String> lines = Files.readAllLines(file);
            return new ClockOffsets(offset(lines, "monotonic"), offset(lines, "boottime"));
        } catch (NoSuchFileException e) {
            if (Files.exists(file.getParent())) {
                return NONE; // a kernel without time namespaces
            }
            throw new ImageException("process " + process + " has ended", e);
        } catch (IOException e) {
            throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static long offset(List<String> lines, String clock) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 3 && words[0].equals(clock)) {
                return TimeUnit.SECONDS.toNanos(Long.parseLong(words[1])) + Long.parseLong(words[2]);
            }
        }
        throw new ImageException("/proc/PID/timens_offsets has no line for " + clock + ": " + lines);
    }

    /** How far these clocks are ahead of others. */
    public ClockOffsets aheadOf(ClockOffsets others) {
        return new ClockOffsets(monotonicNanos - others.monotonicNanos, boottimeNanos - others.boottimeNanos);
    }
}
