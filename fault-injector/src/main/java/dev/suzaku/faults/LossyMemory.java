package dev.suzaku.faults;

import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.PoolRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Memory whose flush-on-fail energy runs out: of the 64-byte lines that changed since {@link #keep}, a seeded half goes back to what it
 * was. It knows nothing of clwb and sfence, so it takes back acknowledged data too: a control that must be found, not a model of ADR.
 *
 * <p>The earlier content is a sparse file beside the pool, at the same offsets, for the time between the two.
 */
final class LossyMemory implements AutoCloseable {
    /** How long the program runs on between the two freezes: long enough to acknowledge something. */
    static final long WINDOW_MICROS_MIN = 10_000;

    static final long WINDOW_MICROS_MAX = 30_000;

    /** How many such windows may pass without any change. */
    static final int WINDOWS_MAX = 100;

    private static final int LINE_BYTES = 64;
    private static final int BLOCK_BYTES = 1 << 20;

    private final Path earlierFile;
    private final FileChannel pool;
    private final FileChannel earlier;

    /**
     * What became of the lines.
     *
     * @param changed lines that differed
     * @param reverted of these, taken back
     */
    record Loss(int changed, int reverted) {}

    LossyMemory(ImageDirectory image) {
        this.earlierFile = image.path().resolve("pool.earlier");
        try {
            this.pool = FileChannel.open(
                    image.poolFile(),
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            this.earlier = FileChannel.open(
                    earlierFile,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw new ImageException("cannot copy the pool of " + image + ": " + e.getMessage(), e);
        }
    }

    /** Copies these ranges of the pool. */
    void keep(List<PoolRange> ranges) {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try {
            for (PoolRange range : ranges) {
                for (long at = range.start(); at < range.end(); at += block.limit()) {
                    read(pool, block, at, range.end());
                    earlier.write(block, at);
                }
            }
        } catch (IOException e) {
            throw new ImageException("cannot copy the pool into " + earlierFile + ": " + e.getMessage(), e);
        }
    }

    /** Takes back a seeded half of the lines that changed; at least one when any did. Memory populated since counts as zero before. */
    Loss revert(List<PoolRange> ranges, SplittableRandom random) {
        int changed = 0;
        int reverted = 0;
        ByteBuffer now = ByteBuffer.allocateDirect(BLOCK_BYTES);
        ByteBuffer before = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try {
            for (PoolRange range : ranges) {
                for (long at = range.start(); at < range.end(); at += now.limit()) {
                    read(pool, now, at, range.end());
                    read(earlier, before, at, range.end());
                    if (now.mismatch(before) < 0) {
                        continue;
                    }
                    for (int line = 0; line < now.limit(); line += LINE_BYTES) {
                        ByteBuffer old = before.slice(line, LINE_BYTES);
                        if (now.slice(line, LINE_BYTES).mismatch(old) >= 0) {
                            changed++;
                            if (reverted == 0 || random.nextBoolean()) {
                                pool.write(old, at + line);
                                reverted++;
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new ImageException("cannot revert lines of the pool: " + e.getMessage(), e);
        }
        return new Loss(changed, reverted);
    }

    /** Fills the block from a channel, with zeros where the file ends before; position 0, limit at the block's end. */
    private static void read(FileChannel channel, ByteBuffer block, long at, long end) throws IOException {
        block.clear().limit((int) Math.min(BLOCK_BYTES, end - at));
        while (block.hasRemaining()) {
            int length = channel.read(block, at + block.position());
            if (length < 0) {
                while (block.hasRemaining()) {
                    block.put((byte) 0);
                }
            }
        }
        block.flip();
    }

    @Override
    public void close() {
        try (pool;
                earlier) {
            Files.deleteIfExists(earlierFile);
        } catch (IOException e) {
            throw new ImageException("cannot remove " + earlierFile + ": " + e.getMessage(), e);
        }
    }
}
