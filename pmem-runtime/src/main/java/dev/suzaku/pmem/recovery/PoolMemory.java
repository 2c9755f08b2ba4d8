package dev.suzaku.pmem.recovery;

/** Application memory of an image, by address. */
public interface PoolMemory {
    /** The 4 bytes at an address, little-endian. */
    int read(long address);

    /** Stores 4 bytes at an address, little-endian. */
    void write(long address, int value);
}
