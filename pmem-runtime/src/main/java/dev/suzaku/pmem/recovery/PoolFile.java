package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The pool file of an image as memory: offset = address. Opened on first use, since most recoveries never touch it. */
public final class PoolFile implements PoolMemory, AutoCloseable {
    private final Path file;
    private FileChannel channel;

    public PoolFile(Path file) {
        this.file = file;
    }

    @Override
    public int read(long address) {
        try {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int length = channel(address).read(word, address);
            if (length != Integer.BYTES) {
                throw new ImageException("cannot read pool memory at 0x" + Long.toHexString(address) + " of " + file);
            }
            return word.getInt(0);
        } catch (IOException e) {
            throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void write(long address, int value) {
        try {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            word.putInt(0, value);
            channel(address).write(word, address);
        } catch (IOException e) {
            throw new ImageException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private FileChannel channel(long address) throws IOException {
        if (address < Layout.ARENA_START || address > Layout.ARENA_END - Integer.BYTES) {
            throw new ImageException("address 0x" + Long.toHexString(address) + " lies outside of the pool");
        }
        if (channel == null) {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new ImageException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
