package dev.suzaku.checkers;

/**
 * How much of a history that is streamed may be in memory at once.
 *
 * @param operationsInMemory the most operations
 * @param segmentOperations how many operations of one object are looked at in one go, roughly
 */
public record StreamLimits(int operationsInMemory, int segmentOperations) {
    /** What an operation takes while it is checked: columns, its call, its places in the order of time, and some room. */
    private static final int BYTES_PER_OPERATION = 200;

    private static final int SEGMENT_OPERATIONS = 1 << 16;

    public StreamLimits {
        if (segmentOperations < 1 || operationsInMemory < segmentOperations) {
            throw new IllegalArgumentException("a segment needs at least one operation, and must fit into memory");
        }
    }

    /** As much as fits into a third of the heap. */
    public static StreamLimits ofHeap() {
        long fitting = Runtime.getRuntime().maxMemory() / 3 / BYTES_PER_OPERATION;
        int operations = (int) Math.min(Integer.MAX_VALUE / 4, fitting);
        return new StreamLimits(Math.max(SEGMENT_OPERATIONS, operations), SEGMENT_OPERATIONS);
    }
}
