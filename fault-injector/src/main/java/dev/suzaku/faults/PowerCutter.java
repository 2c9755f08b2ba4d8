package dev.suzaku.faults;

import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.PersistentProcess;

/**
 * Cuts the power of one target again and again. It remembers what the previous cut of the same image saved, which planted bugs need:
 * use one cutter for all cuts of a run. Not thread-safe.
 */
public final class PowerCutter {
    /**
     * Cuts the power of a process under whole-process persistence. Afterwards the process is dead and its image is as the plan says:
     * complete and sealed, or torn.
     */
    public Receipt cut(PersistentProcess process, ImageDirectory image, PlannedCut cut) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Kills an ordinary process without saving anything: all of its threads stand still first. */
    public Receipt kill(ProcessHandle process, PlannedCut cut) {
        throw new UnsupportedOperationException("not there yet");
    }
}
