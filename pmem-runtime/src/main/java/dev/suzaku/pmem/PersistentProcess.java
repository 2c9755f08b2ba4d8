package dev.suzaku.pmem;

import java.util.OptionalInt;

/** A process whose memory is an image. */
public final class PersistentProcess implements AutoCloseable {
    private PersistentProcess() {}

    /**
     * Starts a program in an empty image; returns once its first instruction is about to run.
     *
     * @throws ImageException when the program or the image cannot be used, in one clear line
     */
    public static PersistentProcess start(ImageDirectory image, Program program, LaunchOptions options) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Continues the program of a cut image in a new process; returns once that process exists.
     *
     * @throws ImageException when the image is torn, damaged, of another build or machine, or in use; nothing is changed then
     */
    public static PersistentProcess resume(ImageDirectory image, LaunchOptions options) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Finds the process that runs in an image, started by this JVM or another.
     *
     * @throws ImageException when none runs
     */
    public static PersistentProcess attach(ImageDirectory image) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Process id as this JVM sees it. */
    public long pid() {
        throw new UnsupportedOperationException("not there yet");
    }

    public boolean isAlive() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Exit code, 128 + signal when a signal ended it; empty while it lives, and for a process that {@link #attach} found. */
    public OptionalInt exitCode() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Waits for the end of the process and everything around it. */
    public int waitFor() throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Brings all threads to a stand.
     *
     * @throws ImageException when the process has ended
     */
    public Freeze freeze() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Kills what is left: the process, its namespaces. A detached process that lives is left alone. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not there yet");
    }
}
