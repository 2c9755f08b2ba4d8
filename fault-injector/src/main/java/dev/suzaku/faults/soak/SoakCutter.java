package dev.suzaku.faults.soak;

import dev.suzaku.pmem.PersistentProcess;

/** How a soak cuts. Counts what it did. */
interface SoakCutter {
    /**
     * Makes one cut; afterwards the process is dead and its image complete. Nothing when the program ends first.
     *
     * @param duringRecovery whether the process has just been resumed and may not run yet
     * @throws SoakFailure when a save went wrong
     */
    void cut(PersistentProcess process, boolean duringRecovery);
}
