package dev.suzaku.pmem;

/**
 * How to start or resume a process.
 *
 * @param poolBytes most memory the program may use; reserved from the file system's free space at start, ignored by a resume
 *     (the image knows its own)
 * @param detach whether the process outlives this JVM; without it, the end of this JVM ends the process
 * @param streams the program's standard streams
 */
public record LaunchOptions(long poolBytes, boolean detach, Streams streams) {
    /** Least size of a pool: stack, program and libraries must fit. */
    public static final long POOL_BYTES_MIN = 16L << 20;

    /** Largest size of a pool, 4 TiB. */
    public static final long POOL_BYTES_MAX = 1L << 42;

    public LaunchOptions {
        if (poolBytes < POOL_BYTES_MIN || poolBytes > POOL_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "poolBytes must be " + POOL_BYTES_MIN + " to " + POOL_BYTES_MAX + ", is " + poolBytes);
        }
    }

    /** An attached process with this JVM's streams and a pool of 1 GiB. */
    public static LaunchOptions defaults() {
        return new LaunchOptions(1L << 30, false, Streams.inherit());
    }

    public LaunchOptions withPoolBytes(long bytes) {
        return new LaunchOptions(bytes, detach, streams);
    }

    public LaunchOptions withDetach(boolean outlives) {
        return new LaunchOptions(poolBytes, outlives, streams);
    }

    public LaunchOptions withStreams(Streams standardStreams) {
        return new LaunchOptions(poolBytes, detach, standardStreams);
    }
}
