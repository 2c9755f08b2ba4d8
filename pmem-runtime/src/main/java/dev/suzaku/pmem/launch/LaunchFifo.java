package dev.suzaku.pmem.launch;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.system.Linux;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A FIFO between a controller and one suzaku-init: {@code fifo-PID-UUID} in the private directory. It has a name only while a launch is
 * under way; a controller that is killed then leaves the name, and the next one removes it.
 */
final class LaunchFifo implements AutoCloseable {
    private static final String PREFIX = "fifo-";

    private final Path path;
    private int fd;

    private LaunchFifo(Path path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /** Opened for reading and writing, so that it neither blocks nor ends before the other side has come. */
    static LaunchFifo make(Path directory) {
        Path path = directory.resolve(PREFIX + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        Linux.mkfifo(path.toString(), 0600);
        return new LaunchFifo(path, Linux.open(path.toString(), Linux.O_RDWR | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0));
    }

    Path path() {
        return path;
    }

    int fd() {
        return fd;
    }

    /** Keeps the descriptor open beyond {@link #close}; its owner closes it. */
    int release() {
        int released = fd;
        fd = -1;
        return released;
    }

    /** Removes the name, and closes the descriptor unless it was released. */
    @Override
    public void close() {
        if (fd >= 0) {
            Linux.close(fd);
        }
        remove(path);
    }

    /** Removes names that controllers left when they were killed: their process is gone, and nobody has the FIFO open. */
    static void removeLeftovers(Path directory) {
        try (DirectoryStream<Path> fifos = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path fifo : fifos) {
                String[] words = fifo.getFileName().toString().split("-", 3);
                boolean alive = words[1].matches("\\d{1,9}") && Files.exists(Path.of("/proc/" + words[1]));
                if (!alive && !isOpen(fifo)) {
                    remove(fifo);
                }
            }
        } catch (IOException e) {
            throw new ImageException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whether somebody would read what is written. */
    private static boolean isOpen(Path fifo) {
        try {
            int mode = Linux.O_WRONLY | Linux.O_NONBLOCK | Linux.O_CLOEXEC | Linux.O_NOFOLLOW;
            Linux.close(Linux.open(fifo.toString(), mode, 0));
            return true;
        } catch (LastErrorException e) {
            return e.getErrorCode() != Linux.ENXIO;
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new ImageException("cannot remove " + path + ": " + e.getMessage(), e);
        }
    }
}
