package dev.suzaku.faults.soak;

/**
 * What a soak did; there is one only when everything was right.
 *
 * @param program id of the program
 * @param mode where the cuts came
 * @param seed its seed
 * @param cuts power cuts made
 * @param lives clean starts of the program
 * @param cutsDuringRecovery cuts that came before the process resumed by the cut before had run on
 * @param deepestNesting longest chain of such cuts
 * @param tornSaves saves cut short on top, each detected
 * @param discardedSaves saves in which answers of the kernel were discarded
 * @param threadsInUser threads cut in application code
 * @param threadsInKernel threads cut in the kernel; of a process that saves itself, in a call
 * @param threadsInRuntime threads cut in the runtime's code
 * @param runtimeAddresses different instructions of the runtime at which a thread was cut
 * @param resumeMedianMicros median time of a resume call
 * @param resumeMaxMicros longest resume call
 * @param elapsedMillis how long it took
 */
public record SoakReport(
        String program,
        CutMode mode,
        long seed,
        int cuts,
        int lives,
        int cutsDuringRecovery,
        int deepestNesting,
        int tornSaves,
        int discardedSaves,
        long threadsInUser,
        long threadsInKernel,
        long threadsInRuntime,
        int runtimeAddresses,
        long resumeMedianMicros,
        long resumeMaxMicros,
        long elapsedMillis) {}
