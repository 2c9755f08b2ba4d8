package dev.suzaku.pmem;

import dev.suzaku.pmem.image.MappedTables;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in an image, for people to read.
 *
 * @param state EMPTY, RUNNING, CUT, RECOVERING, ENDED or KILLED
 * @param ending what the program ended with, as {@code exit code 3} or {@code signal 11 (SIGSEGV)}; empty unless it is ENDED or KILLED
 * @param cuts cuts seen so far
 * @param sealed whether a checksum protects its tables; not while it runs, nor after a recovery has begun
 * @param power when the last cut came and how long the power was off
 * @param program path of the program
 * @param origin what the image belongs to
 * @param workingDirectory where it was started
 * @param memory what it lay on when a program last ran in it: {@code persistent memory (DAX, MAP_SYNC)} or {@code emulated on tmpfs}
 * @param pages what pages back its memory
 * @param clocks whose CLOCK_MONOTONIC the program had at the last cut: the machine's, or how far ahead a time namespace has set it; and by
 *     how much it has gone back at a recovery where there was none
 * @param systemCalls how they reach the runtime: {@code patched text}, and {@code Syscall User Dispatch} where some text may make calls
 *     that patching has not found
 * @param poolLimitBytes most memory it may use
 * @param poolReservedBytes memory reserved for it in the file system
 * @param mappings its mappings, ascending
 * @param descriptors its open file descriptors
 * @param threads its threads
 */
public record ImageInspection(
        String state,
        String ending,
        int cuts,
        boolean sealed,
        Power power,
        String program,
        Origin origin,
        String workingDirectory,
        String memory,
        PoolPages pages,
        String clocks,
        String systemCalls,
        long poolLimitBytes,
        long poolReservedBytes,
        List<Mapping> mappings,
        List<Descriptor> descriptors,
        List<Thread> threads) {

    public ImageInspection {
        mappings = List.copyOf(mappings);
        descriptors = List.copyOf(descriptors);
        threads = List.copyOf(threads);
    }

    /**
     * The cuts so far.
     *
     * @param lastCutWallNanos when the last one came, nanoseconds since 1970; 0 = there was none
     * @param offNanos how long the power was off, at the last cut that the program has survived
     * @param offTotalNanos the same of all cuts
     */
    public record Power(long lastCutWallNanos, long offNanos, long offTotalNanos) {}

    /**
     * What an image can be resumed with.
     *
     * @param version of the format
     * @param programBuild build id or hash of the program's file
     * @param interpreterBuild of its dynamic linker; empty for a static program
     * @param kernelRelease as uname -r prints it
     * @param xstateBytes size of the processor's extended state in a signal frame
     * @param runtimeBuild identity of the runtime's binary, 16 hexadecimal digits
     */
    public record Origin(
            int version,
            String programBuild,
            String interpreterBuild,
            String kernelRelease,
            long xstateBytes,
            String runtimeBuild) {}

    /**
     * One mapping.
     *
     * @param start first address
     * @param end address after the last
     * @param protection like {@code rwx}, with {@code -} for what is missing
     * @param kind POOL, FILE or NONE
     */
    public record Mapping(long start, long end, String protection, String kind) {}

    /**
     * One open file descriptor.
     *
     * @param fd its number
     * @param closeOnExec whether an exec closes it
     * @param kind REGULAR, PIPE_READ, EVENTFD, EPOLL, LISTENER ...
     * @param offset file offset, or the value of an eventfd
     * @param path its path, empty when it has none
     * @param appends whether what is written goes to the end of the file, whatever the offset
     */
    public record Descriptor(int fd, boolean closeOnExec, String kind, long offset, String path, boolean appends) {}

    /**
     * One thread.
     *
     * @param slot its slot in the thread table
     * @param tid its id in the PID namespace
     * @param state PREPARED, LIVE, EXITING or EXITED
     * @param phase RUNNING or RESTORING
     * @param call number of the system call that it is in, -1 when in none
     * @param saved whether its registers are saved
     * @param registers saved general registers by name, {@code 0x} and hexadecimal digits; empty when not saved
     */
    public record Thread(
            int slot, long tid, String state, String phase, long call, boolean saved, Map<String, String> registers) {
        public Thread {
            registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
        }
    }

    /**
     * Reads an image; changes nothing. The answer is exact for an image in which no process runs.
     *
     * @throws ImageException when its counts do not fit its tables
     */
    public static ImageInspection of(ImageDirectory image) {
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), false)) {
            return new InspectionReader(mapped.tables(), image.fileSystem(), PoolPages.of(image)).read();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ImageException("image " + image + " is damaged: " + e.getMessage(), e);
        }
    }
}
