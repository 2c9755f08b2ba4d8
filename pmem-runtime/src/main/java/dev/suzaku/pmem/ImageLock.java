package dev.suzaku.pmem;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.system.Linux;

/**
 * Keeps two controllers from changing one image. Two locks: this one on the tables file, held while a controller starts or resumes; and
 * one on the directory itself, which suzaku-init holds as long as a process runs in it.
 */
final class ImageLock implements AutoCloseable {
    private final int fd;

    private ImageLock(int fd) {
        this.fd = fd;
    }

    /**
     * Takes the lock.
     *
     * @throws ImageException when another controller or a running process has the image
     */
    static ImageLock take(ImageDirectory image) {
        int fd = Linux.open(image.tablesFile().toString(), Linux.O_RDWR | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0);
        if (!tryLock(fd)) {
            Linux.close(fd);
            throw new ImageException("image " + image + " is being started or resumed by another controller");
        }
        int directory = Linux.open(
                image.path().toString(), Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0);
        boolean free = tryLock(directory);
        release(directory);
        if (!free) {
            release(fd);
            throw new ImageException("image " + image + " is in use by a running process");
        }
        return new ImageLock(fd);
    }

    private static boolean tryLock(int fd) {
        try {
            Linux.flock(fd, Linux.LOCK_EX | Linux.LOCK_NB);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Linux.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        release(fd);
    }

    /** To close it alone would not do while a child that is just being started has a copy of it. */
    private static void release(int fd) {
        Linux.flock(fd, Linux.LOCK_UN);
        Linux.close(fd);
    }
}
