package dev.suzaku.faults;

import dev.suzaku.pmem.DeathCertificate;
import dev.suzaku.pmem.Freeze;
import dev.suzaku.pmem.FrozenThread;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.SavePlan;
import dev.suzaku.pmem.SavedState;
import dev.suzaku.pmem.SelfSavedState;
import dev.suzaku.pmem.ThreadPlace;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts the power of one target again and again. It remembers what the previous cut of the same image saved, which planted bugs need:
 * use one cutter for all cuts of a run. Not thread-safe.
 */
public final class PowerCutter {
    private static final long BEGIN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long BEGIN_POLL_NANOS = 200_000;
    private static final int TORN_BYTES_MAX = 3000;
    private static final int STEPS_MAX = 1500;

    /** A step takes two switches of threads, which on a busy machine are long. */
    private static final long STEPPING_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int CUTS_WITHOUT_STEPS_ONE_IN = 4;

    private final StaleRegister staleRegister = new StaleRegister();

    /**
     * Cuts the power of a process under whole-process persistence, at once: waiting for {@code afterOperations} and
     * {@code extraDelayMicros} is the caller's part. Afterwards the process is dead and its image is as the plan says: complete and
     * sealed, or torn.
     *
     * @throws ImageException when the process had ended before, or its program never began
     */
    public Receipt cut(PersistentProcess process, ImageDirectory image, PlannedCut cut) {
        SplittableRandom random = new SplittableRandom(cut.seed());
        return switch (cut.fidelity()) {
            case L1 -> cutComplete(process, cut, random);
            case L1_TORN -> cutTorn(process, cut, random);
            case L1_LOSSY -> cutLossy(process, image, cut, random);
            case L0 -> cutCooperative(process, cut, random);
        };
    }

    /**
     * Kills an ordinary process without saving anything: all of its threads stand still first.
     *
     * @throws ImageException when it had ended before, or may not be traced
     */
    public Receipt kill(ProcessHandle process, PlannedCut cut) {
        return PlainKill.kill(process.pid(), cut);
    }

    private Receipt cutComplete(PersistentProcess process, PlannedCut cut, SplittableRandom random) {
        StringJoiner note = new StringJoiner("; ");
        try (Freeze freeze = freezeBegun(process)) {
            stepOnward(freeze, random).ifPresent(note::add);
            SavedState saved = freeze.save(SavePlan.tampered(planting(cut, random, note)));
            return receipt(cut, freeze, saved, 0, note.toString());
        }
    }

    private SavePlan.Tamper planting(PlannedCut cut, SplittableRandom random, StringJoiner note) {
        return (tables, threads) -> {
            StaleRegister.Values now = staleRegister.read(tables);
            switch (cut.bug()) {
                case STALE_REGISTER -> note.add(staleRegister.plant(tables, now, random));
                case STALE_TABLE_ENTRY -> note.add(StaleTableEntry.plant(tables, random));
                case NONE -> {}
            }
            staleRegister.remember(now);
        };
    }

    /** The receipt says that every save area is complete, and the code with which the process said that it exits. */
    private Receipt cutCooperative(PersistentProcess process, PlannedCut cut, SplittableRandom random) {
        StringJoiner note = new StringJoiner("; ");
        SelfSavedState state = process.saveItself(Optional.of(planting(cut, random, note)));
        String areas = state.saved().sealed() ? "all complete" : "not all complete";
        return new Receipt(
                cut.index(),
                cut.fidelity(),
                state.saved().sealed() && state.exitCode() == SelfSavedState.EXIT_CODE,
                state.death().pid(),
                state.death().startTimeTicks(),
                state.death().exitSignal(),
                state.earliestNanos(),
                state.latestNanos(),
                state.death().killedNanos(),
                state.saved().tablesChecksum(),
                state.threads(),
                state.threads() - state.threadsInCalls(),
                state.threadsInCalls(),
                0,
                note.add("save areas " + areas + ": " + state.threads() + ", exit code " + state.exitCode())
                        .toString());
    }

    /**
     * In most cuts moves one thread on by a random number of instructions, as far as 200 ms go: the stop alone finds threads almost only
     * at the end of a system call, while power fails anywhere.
     */
    private static Optional<String> stepOnward(Freeze freeze, SplittableRandom random) {
        int instructions = 1 + random.nextInt(STEPS_MAX);
        List<FrozenThread> running = freeze.threads().stream()
                .filter(thread -> thread.hasSlot() && !thread.isWaiting())
                .toList();
        if (running.isEmpty() || random.nextInt(CUTS_WITHOUT_STEPS_ONE_IN) == 0) {
            return Optional.empty();
        }
        FrozenThread thread = running.get(random.nextInt(running.size()));
        long deadline = System.nanoTime() + STEPPING_NANOS_MAX;
        int moved = freeze.stepUntil(thread, instructions, rip -> System.nanoTime() > deadline);
        return Optional.of("thread " + thread.tid() + " moved on by " + moved + " instructions");
    }

    private static Receipt cutTorn(PersistentProcess process, PlannedCut cut, SplittableRandom random) {
        try (Freeze freeze = freezeBegun(process)) {
            int threads = random.nextInt(freeze.threads().size() + 1);
            int bytes = random.nextInt(TORN_BYTES_MAX);
            SavedState saved = freeze.save(SavePlan.torn(threads, bytes));
            return receipt(
                    cut,
                    freeze,
                    saved,
                    0,
                    "save cut short after " + saved.threads() + " threads and " + bytes + " bytes");
        }
    }

    private static Receipt cutLossy(
            PersistentProcess process, ImageDirectory image, PlannedCut cut, SplittableRandom random) {
        try (LossyMemory memory = new LossyMemory(image)) {
            try (Freeze before = freezeBegun(process)) {
                memory.keep(before.populatedRanges());
                before.thaw();
            }
            for (int window = 1; ; window++) {
                long windowMicros = random.nextLong(LossyMemory.WINDOW_MICROS_MIN, LossyMemory.WINDOW_MICROS_MAX);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(windowMicros));
                try (Freeze freeze = freezeBegun(process)) {
                    LossyMemory.Loss loss = memory.revert(freeze.populatedRanges(), random);
                    if (loss.changed() == 0 && window < LossyMemory.WINDOWS_MAX) {
                        continue; // the program had no processor time: let it run on
                    }
                    SavedState saved = freeze.save(SavePlan.complete());
                    String note = "reverted " + loss.reverted() + " of " + loss.changed() + " lines changed in "
                            + window + " windows, seed " + cut.seed();
                    return receipt(cut, freeze, saved, loss.reverted(), note);
                }
            }
        }
    }

    /** A process that has just been started or resumed may have nothing to save yet: let it go on and try again. */
    private static Freeze freezeBegun(PersistentProcess process) {
        long deadline = System.nanoTime() + BEGIN_TIMEOUT_NANOS;
        while (true) {
            Freeze freeze = process.freeze();
            if (freeze.hasBegun()) {
                return freeze;
            }
            freeze.thaw();
            if (System.nanoTime() > deadline) {
                throw new ImageException(
                        "the program of process " + process.pid() + " has not begun, or is ending, since 10 s");
            }
            LockSupport.parkNanos(BEGIN_POLL_NANOS);
        }
    }

    private static Receipt receipt(PlannedCut cut, Freeze freeze, SavedState saved, int revertedLines, String note) {
        DeathCertificate death = freeze.kill();
        List<FrozenThread> threads = freeze.threads();
        int inKernel = (int) threads.stream()
                .filter(thread -> thread.place() == ThreadPlace.KERNEL)
                .count();
        boolean asPlanned = saved.sealed() == (cut.fidelity() != Fidelity.L1_TORN);
        return new Receipt(
                cut.index(),
                cut.fidelity(),
                asPlanned && death.exitSignal() == 9,
                death.pid(),
                death.startTimeTicks(),
                death.exitSignal(),
                freeze.earliestNanos(),
                freeze.latestNanos(),
                death.killedNanos(),
                saved.tablesChecksum(),
                threads.size(),
                threads.size() - inKernel,
                inKernel,
                revertedLines,
                note);
    }
}
