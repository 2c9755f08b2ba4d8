package dev.suzaku.faults.soak;

import dev.suzaku.pmem.Freeze;
import dev.suzaku.pmem.FrozenThread;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.SavePlan;
import dev.suzaku.pmem.SavedState;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Cuts from outside: stops all threads, moves one to where the cut shall hit it, tears some saves, makes a complete one. */
final class FreezingCutter implements SoakCutter {
    private static final int RANDOM_STEPS_MAX = 1_000;
    private static final int STEPS_LOG2_MAX = 12;
    private static final int SAVE_BYTES_MAX = 3_000;
    private static final int TORN_ONE_IN = 8;

    private final CutMode mode;
    private final SplittableRandom random;
    private final CutCounts counts;

    FreezingCutter(CutMode mode, SplittableRandom random, CutCounts counts) {
        this.mode = mode;
        this.random = random;
        this.counts = counts;
    }

    @Override
    public void cut(PersistentProcess process, boolean duringRecovery) {
        try (Freeze freeze = process.freeze()) {
            if (freeze.hasBegun()) {
                cut(freeze);
            }
        }
    }

    private void cut(Freeze freeze) {
        if (mode == CutMode.STEPPED) {
            stepIntoRuntime(freeze);
        } else if (random.nextBoolean()) {
            pick(freeze).ifPresent(thread -> freeze.step(thread, 1 + random.nextInt(RANDOM_STEPS_MAX)));
        }
        if (!freeze.hasBegun()) {
            return; // the step ended the program
        }
        if (random.nextInt(TORN_ONE_IN) == 0) {
            tear(freeze);
        }
        boolean discard = random.nextBoolean();
        SavedState saved = freeze.save(discard ? SavePlan.resultsDiscarded() : SavePlan.complete());
        if (!saved.sealed()) {
            throw new SoakFailure("a complete save was not sealed");
        }
        if (discard) {
            counts.noteDiscardedSave();
        }
        freeze.threads().forEach(thread -> note(freeze, thread));
        freeze.kill();
    }

    private void note(Freeze freeze, FrozenThread thread) {
        counts.noteThreads(thread.place(), 1);
        if (freeze.isRuntime(thread.registers().rip())) {
            counts.noteRuntimeAddress(thread.registers().rip());
        }
    }

    private Optional<FrozenThread> pick(Freeze freeze) {
        List<FrozenThread> running =
                freeze.threads().stream().filter(thread -> !thread.isWaiting()).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    /** In half of the cuts to an instruction that no cut has hit yet, else by a number of instructions of any magnitude. */
    private void stepIntoRuntime(Freeze freeze) {
        pick(freeze).ifPresent(thread -> {
            if (thread.hasSlot() && !freeze.isRuntime(thread.registers().rip())) {
                freeze.runToEntry(thread);
            }
            int instructions = 1 + random.nextInt(1 << random.nextInt(1, STEPS_LOG2_MAX + 1));
            if (random.nextBoolean()) {
                freeze.stepUntil(thread, 1 << STEPS_LOG2_MAX, rip -> freeze.isRuntime(rip) && !counts.wasCutAt(rip));
            } else {
                freeze.step(thread, instructions);
            }
        });
    }

    private void tear(Freeze freeze) {
        SavePlan.Torn torn =
                new SavePlan.Torn(random.nextInt(freeze.threads().size() + 1), random.nextInt(SAVE_BYTES_MAX));
        counts.noteTornSave();
        if (!freeze.isTornSaveDetected(torn)) {
            throw new SoakFailure("a resume would accept an image whose save was cut short: " + torn);
        }
    }
}
