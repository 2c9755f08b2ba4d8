package dev.suzaku.pmem.image;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.system.Linux;
import java.nio.file.Path;

/**
 * The tables file of an image, mapped shared. Mapped by hand and not by FileChannel, so that {@link #close} unmaps at once: hundreds of
 * cuts would otherwise pile up mappings until the garbage collector runs. The tables must not be used after close.
 */
public final class MappedTables implements AutoCloseable {
    private final Pointer address;
    private Tables tables;

    private MappedTables(Pointer address) {
        this.address = address;
        this.tables = new Tables(address.getByteBuffer(0, Layout.TABLES_BYTES));
    }

    /**
     * Maps a tables file of {@link Layout#TABLES_BYTES} bytes.
     *
     * @param writable whether the tables may be changed
     * @throws ImageException when the file cannot be opened or mapped
     */
    public static MappedTables open(Path file, boolean writable) {
        try {
            int mode = writable ? Linux.O_RDWR : Linux.O_RDONLY;
            int fd = Linux.open(file.toString(), mode | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0);
            try {
                int protection = writable ? Linux.PROT_READ | Linux.PROT_WRITE : Linux.PROT_READ;
                return new MappedTables(
                        Linux.mmap(Pointer.NULL, Layout.TABLES_BYTES, protection, Linux.MAP_SHARED, fd, 0));
            } finally {
                Linux.close(fd);
            }
        } catch (LastErrorException e) {
            throw new ImageException("cannot map " + file + ": " + e.getMessage(), e);
        }
    }

    public Tables tables() {
        if (tables == null) {
            throw new IllegalStateException("the tables are no longer mapped");
        }
        return tables;
    }

    @Override
    public void close() {
        if (tables != null) {
            tables = null;
            Linux.munmap(address, Layout.TABLES_BYTES);
        }
    }
}
