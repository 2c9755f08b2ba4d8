package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process runs in an image: what suzaku-init writes into its {@code process.json},
 * {@code {"pid":PID,"start_time_ticks":TICKS,"init":PID}}.
 *
 * @param pid process id of the target as this JVM sees it
 * @param startTimeTicks its start time, field 22 of /proc/PID/stat
 * @param initPid process id of its suzaku-init
 */
public record ProcessIdentity(int pid, long startTimeTicks, int initPid) {
    private static final Pattern JSON =
            Pattern.compile("\\{\"pid\":(\\d{1,9}),\"start_time_ticks\":(\\d{1,18}),\"init\":(\\d{1,9})}\\s*");
    private static final long FILE_BYTES_MAX = 256;
    private static final int THREADS_FIELD = 20;
    private static final int START_TIME_FIELD = 22;

    /** Reads a process.json; empty when there is none. */
    public static Optional<ProcessIdentity> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Matcher json = JSON.matcher(Files.size(file) > FILE_BYTES_MAX ? "" : Files.readString(file));
            if (!json.matches()) {
                throw new ImageException(file + " is damaged: it should say which process runs in the image");
            }
            return Optional.of(new ProcessIdentity(
                    Integer.parseInt(json.group(1)), Long.parseLong(json.group(2)), Integer.parseInt(json.group(3))));
        } catch (IOException e) {
            throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether the process with this id still is the one with this start time, and has not ended. */
    public boolean isRunning() {
        return startTime(pid).equals(OptionalLong.of(startTimeTicks));
    }

    /** Start time of a process in clock ticks since boot; empty when there is none or all its threads have ended. */
    public static OptionalLong startTime(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            boolean leaderEnded = fields[0].equals("Z") || fields[0].equals("X");
            boolean ended = leaderEnded && Integer.parseInt(fields[THREADS_FIELD - 3]) <= 1;
            return ended ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[START_TIME_FIELD - 3]));
        } catch (IOException e) {
            return OptionalLong.empty(); // no such process, or it ended while being read
        }
    }
}
