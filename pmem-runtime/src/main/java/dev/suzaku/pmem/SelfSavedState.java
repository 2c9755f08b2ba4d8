package dev.suzaku.pmem;

import java.util.List;

/**
 * What a process left that has saved itself.
 *
 * @param saved what is in the image
 * @param death evidence that the process is gone; it was not ended by a signal
 * @param exitCode with which it said that it ended, 137 when it had saved itself
 * @param earliestNanos {@code System.nanoTime()} before the first thread was told
 * @param latestNanos {@code System.nanoTime()} after the last thread had saved itself
 * @param threads threads that saved themselves
 * @param threadsInCalls of these, threads that were in a system call
 * @param acceptedTears torn areas with which a resume would have accepted the image; none, or something is wrong
 */
public record SelfSavedState(
        SavedState saved,
        DeathCertificate death,
        int exitCode,
        long earliestNanos,
        long latestNanos,
        int threads,
        int threadsInCalls,
        List<TornArea> acceptedTears) {
    public SelfSavedState {
        acceptedTears = List.copyOf(acceptedTears);
    }

    /** The exit code of a process that has saved itself: the one that a shell shows for SIGKILL, as after any other cut. */
    public static final int EXIT_CODE = 137;
}
