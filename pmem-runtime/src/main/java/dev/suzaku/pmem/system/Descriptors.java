package dev.suzaku.pmem.system;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors for a child that is about to be started: files and pipes, closed together. All are close-on-exec and lie above those that a
 * child is given, so that {@link FileActions#copy} never overwrites one that is still to be copied. Not thread-safe.
 */
public final class Descriptors implements AutoCloseable {
    private static final int LOWEST = 10;
    private static final int CREATED_MODE = 0666;

    private final List<Integer> open = new ArrayList<>();

    /** The two ends of a pipe; pipe2(2). */
    public record Pipe(int readEnd, int writeEnd) {}

    /**
     * Opens a file with O_* flags; one that is made has mode 0666 but for the umask.
     *
     * @throws IOException when it cannot be opened
     */
    public int file(Path file, int flags) throws IOException {
        try {
            return moved(Linux.open(file.toString(), flags | Linux.O_CLOEXEC, CREATED_MODE));
        } catch (LastErrorException e) {
            throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes a pipe.
     *
     * @throws IOException when there are too many descriptors
     */
    public Pipe pipe() throws IOException {
        int[] ends = new int[2];
        try {
            Linux.pipe2(ends, Linux.O_CLOEXEC);
            return new Pipe(moved(ends[0]), moved(ends[1]));
        } catch (LastErrorException e) {
            throw new IOException("cannot make a pipe: " + e.getMessage(), e);
        }
    }

    /** Closes one of them now. */
    public void close(int fd) {
        Linux.close(release(fd));
    }

    /** Hands one of them over to who closes it. */
    public int release(int fd) {
        if (!open.remove((Integer) fd)) {
            throw new IllegalArgumentException("descriptor " + fd + " is not open here");
        }
        return fd;
    }

    @Override
    public void close() {
        open.forEach(Linux::close);
        open.clear();
    }

    private int moved(int fd) {
        int moved = fd;
        if (fd < LOWEST) {
            moved = Linux.copyAtOrAbove(LOWEST, fd);
            Linux.close(fd);
        }
        open.add(moved);
        return moved;
    }
}
