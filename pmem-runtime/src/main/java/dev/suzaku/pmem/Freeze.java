package dev.suzaku.pmem;

import java.nio.file.Path;
import java.util.List;

/** All threads of a process standing still. Thread-safe; ends with {@link #thaw}, {@link #kill} or {@link #close} (which thaws). */
public final class Freeze implements AutoCloseable {
    Freeze() {}

    /** The threads, in the order of their ids. */
    public List<FrozenThread> threads() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** {@code System.nanoTime()} before the first thread was stopped. */
    public long earliestNanos() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** {@code System.nanoTime()} after the last thread had come to stand. */
    public long latestNanos() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Whether the program has begun: before that there is nothing to save and {@link #save} refuses. */
    public boolean hasBegun() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Lets all threads run on. Not possible after a {@link #save}. */
    public void thaw() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Saves registers into the image and seals the tables, as the plan says. Only {@link #kill} may follow. */
    public SavedState save(SavePlan plan) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Kills the process and waits until it is gone. */
    public DeathCertificate kill() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The pool file; offsets are virtual addresses. */
    public Path poolFile() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Ranges of the pool file that hold data, ascending. */
    public List<PoolRange> populatedRanges() {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not there yet");
    }
}
