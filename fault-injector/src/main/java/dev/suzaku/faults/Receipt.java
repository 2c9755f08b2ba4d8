package dev.suzaku.faults;

/**
 * Evidence that a cut happened, and what it hit. Times are {@code System.nanoTime()} of the machine that cut.
 *
 * @param cut index of the cut in its plan
 * @param fidelity how real the cut was
 * @param complete whether everything planned was saved and the process is certainly gone; without it the run is INCONCLUSIVE
 * @param pid process id that died
 * @param startTimeTicks its start time (field 22 of /proc/PID/stat), so that a reused pid is not mistaken for it
 * @param exitSignal signal that ended it, 9 expected; 0 when it exited by itself, which L0 expects, with the exit code in the note
 * @param frozenEarliestNanos no thread had been stopped before this instant
 * @param frozenLatestNanos every thread stood still at this instant
 * @param killedNanos the process was known to be dead
 * @param tablesChecksum CRC32C of the sealed tables, 0 when the target has none
 * @param threads threads of the process when it stood still
 * @param threadsInUser of these, interrupted in user mode
 * @param threadsInKernel of these, interrupted in the kernel; L0: in a system call
 * @param revertedLines 64-byte lines of memory taken back (L1-lossy), else 0
 * @param note what was planted or truncated, in words; empty when nothing was
 */
public record Receipt(
        int cut,
        Fidelity fidelity,
        boolean complete,
        long pid,
        long startTimeTicks,
        int exitSignal,
        long frozenEarliestNanos,
        long frozenLatestNanos,
        long killedNanos,
        long tablesChecksum,
        int threads,
        int threadsInUser,
        int threadsInKernel,
        int revertedLines,
        String note) {}
