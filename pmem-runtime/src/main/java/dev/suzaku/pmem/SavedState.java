package dev.suzaku.pmem;

/**
 * What a save left in the image.
 *
 * @param sealed whether the save is complete and the tables carry their checksum
 * @param tablesChecksum CRC32C of the sealed tables (0 to 2^32-1), 0 when not sealed
 * @param threads threads whose registers were saved completely
 * @param cuts cuts that this image has now seen
 */
public record SavedState(boolean sealed, long tablesChecksum, int threads, int cuts) {}
