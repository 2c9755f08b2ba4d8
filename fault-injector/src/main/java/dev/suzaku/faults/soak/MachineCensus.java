package dev.suzaku.faults.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this JVM holds of the machine while no soaked process lives.
 *
 * @param descriptors its open file descriptors
 * @param children its child processes
 * @param mounts mounts in its namespace
 * @param images mappings of image files in its address space
 */
record MachineCensus(long descriptors, long children, long mounts, long images) {
    /** Class files and libraries that the JVM opens when it first needs them. */
    private static final int DESCRIPTOR_SLACK = 4;

    static MachineCensus take(Path scratch) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"));
                Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return new MachineCensus(
                    descriptors.count(),
                    ProcessHandle.current().children().count(),
                    mounts.count(),
                    mappings.filter(line -> line.contains(scratch.toString())).count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws SoakFailure when a process or an image is held, whatever was held before */
    void requireNothingOfAProcess() {
        if (children != 0 || images != 0) {
            throw new SoakFailure("something of an ended process is left: " + this);
        }
    }

    /**
     * Compares a later count with this one.
     *
     * @throws SoakFailure when more is held than before
     */
    void requireNoneLeft(MachineCensus later) {
        if (later.descriptors > descriptors + DESCRIPTOR_SLACK
                || later.children > children
                || later.mounts > mounts
                || later.images > images) {
            throw new SoakFailure("something of a cut process is left: before " + this + ", now " + later);
        }
    }
}
