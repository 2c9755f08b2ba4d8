package dev.suzaku.pmem;

import dev.suzaku.pmem.image.MappedTables;
import java.util.List;

/**
 * What is in an image, for people to read.
 *
 * @param state EMPTY, RUNNING, CUT, RECOVERING or ENDED
 * @param cuts cuts seen so far
 * @param program path of the program
 * @param workingDirectory where it was started
 * @param poolLimitBytes most memory it may use
 * @param poolReservedBytes memory reserved for it in the file system
 * @param mappings its mappings, ascending
 * @param descriptors its open file descriptors
 * @param threads its threads
 */
public record ImageInspection(
        String state,
        int cuts,
        String program,
        String workingDirectory,
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
     */
    public record Descriptor(int fd, boolean closeOnExec, String kind, long offset, String path) {}

    /**
     * One thread.
     *
     * @param slot its slot in the thread table
     * @param tid its id in the PID namespace
     * @param state PREPARED, LIVE, EXITING or EXITED
     * @param phase RUNNING or RESTORING
     * @param call number of the system call that it is in, -1 when in none
     * @param saved whether its registers are saved
     * @param rip saved instruction pointer, 0 when not saved
     * @param rsp saved stack pointer, 0 when not saved
     */
    public record Thread(
            int slot, long tid, String state, String phase, long call, boolean saved, long rip, long rsp) {}

    /**
     * Reads an image; changes nothing. The answer is exact for an image in which no process runs.
     *
     * @throws ImageException when its counts do not fit its tables
     */
    public static ImageInspection of(ImageDirectory image) {
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), false)) {
            return new InspectionReader(mapped.tables()).read();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ImageException("image " + image + " is damaged: " + e.getMessage(), e);
        }
    }
}
