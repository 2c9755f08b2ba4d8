package dev.suzaku.pmem;

/**
 * A range of the pool file that holds data. Offsets are the program's virtual addresses, multiples of the page size.
 *
 * @param start first byte
 * @param end byte after the last
 */
public record PoolRange(long start, long end) {
    public PoolRange {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a pool range needs 0 <= start < end: " + start + ", " + end);
        }
    }

    public long bytes() {
        return end - start;
    }
}
