package dev.suzaku.faults.soak;

import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.SelfSavedState;
import dev.suzaku.pmem.ThreadPlace;
import dev.suzaku.pmem.TornArea;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Has the process save itself, and tears a save area of some. A process that recovers cannot save itself: half of the cuts during a
 * recovery come from outside, the others as soon as the program runs on.
 */
final class SelfSavingCutter implements SoakCutter {
    private static final int TORN_ONE_IN = 8;
    private static final int THREADS_MAX = 16;

    /** More than a save area has. */
    private static final int PLACES_MAX = 16_384;

    private final SplittableRandom random;
    private final CutCounts counts;
    private final FreezingCutter fromOutside;

    SelfSavingCutter(SplittableRandom random, CutCounts counts) {
        this.random = random;
        this.counts = counts;
        this.fromOutside = new FreezingCutter(CutMode.RANDOM, random.split(), counts);
    }

    @Override
    public void cut(PersistentProcess process, boolean duringRecovery) {
        if (duringRecovery && random.nextBoolean()) {
            fromOutside.cut(process, true);
            return;
        }
        SelfSavedState state = process.saveItself(tears());
        if (!state.saved().sealed() || state.exitCode() != SelfSavedState.EXIT_CODE) {
            throw new SoakFailure("a process did not save itself completely: of its threads " + state.threads()
                    + " did, exit code " + state.exitCode());
        }
        if (!state.acceptedTears().isEmpty()) {
            throw new SoakFailure("a resume would accept an image with " + state.acceptedTears());
        }
        counts.noteThreads(ThreadPlace.KERNEL, state.threadsInCalls());
        counts.noteThreads(ThreadPlace.USER, state.threads() - state.threadsInCalls());
    }

    /** Half of them lack the mark that they are complete. */
    private List<TornArea> tears() {
        if (random.nextInt(TORN_ONE_IN) != 0) {
            return List.of();
        }
        counts.noteTornSave();
        int place = random.nextBoolean() ? 0 : random.nextInt(PLACES_MAX);
        return List.of(new TornArea(random.nextInt(THREADS_MAX), place));
    }
}
