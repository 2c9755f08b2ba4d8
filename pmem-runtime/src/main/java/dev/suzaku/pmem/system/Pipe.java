package dev.suzaku.pmem.system;

/** A pipe whose ends are closed in programs that this process executes; pipe2(2). Not thread-safe. */
public final class Pipe implements AutoCloseable {
    private static final int CLOSED = -1;

    private final int[] ends = new int[2];

    public Pipe() {
        Linux.pipe2(ends, Linux.O_CLOEXEC);
    }

    /** Descriptor of the end to read from. */
    public int readEnd() {
        return ends[0];
    }

    /** Descriptor of the end to write to. */
    public int writeEnd() {
        return ends[1];
    }

    public void closeReadEnd() {
        close(0);
    }

    public void closeWriteEnd() {
        close(1);
    }

    /** Hands the descriptor of the end to write to over to who closes it. */
    public int releaseWriteEnd() {
        int released = ends[1];
        ends[1] = CLOSED;
        return released;
    }

    @Override
    public void close() {
        closeReadEnd();
        closeWriteEnd();
    }

    private void close(int end) {
        if (ends[end] != CLOSED) {
            Linux.close(ends[end]);
            ends[end] = CLOSED;
        }
    }
}
