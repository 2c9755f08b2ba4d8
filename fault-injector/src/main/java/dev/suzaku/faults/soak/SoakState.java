package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ThreadPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Counts of one soak, over all lives of its program. */
final class SoakState {
    private final SoakPlan plan;
    private final CutCounts counts = new CutCounts();
    private final SoakCutter cutter;
    private final IntConsumer progress;
    private final long begunNanos = System.nanoTime();
    private final List<Long> resumeNanos = new ArrayList<>();
    private int cuts;
    private int lives;
    private int nestedCuts;
    private int deepest;

    SoakState(SoakPlan plan, SplittableRandom random, IntConsumer progress) {
        this.plan = plan;
        this.cutter = plan.mode() == CutMode.SELF_SAVED
                ? new SelfSavingCutter(random, counts)
                : new FreezingCutter(plan.mode(), random, counts);
        this.progress = progress;
    }

    SoakCutter cutter() {
        return cutter;
    }

    int cuts() {
        return cuts;
    }

    int lives() {
        return lives;
    }

    void noteLife() {
        lives++;
    }

    void noteCut(int depth) {
        cuts++;
        nestedCuts += depth > 0 ? 1 : 0;
        deepest = Math.max(deepest, depth);
        progress.accept(cuts);
    }

    void noteResume(long nanos) {
        resumeNanos.add(nanos);
    }

    SoakReport report() {
        List<Long> sorted = resumeNanos.stream().sorted().toList();
        return new SoakReport(
                plan.program(),
                plan.mode(),
                plan.seed(),
                cuts,
                lives,
                nestedCuts,
                deepest,
                counts.tornSaves(),
                counts.discardedSaves(),
                counts.threadsIn(ThreadPlace.USER),
                counts.threadsIn(ThreadPlace.KERNEL),
                counts.threadsIn(ThreadPlace.RUNTIME),
                counts.runtimeAddresses(),
                sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1_000,
                sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1) / 1_000,
                (System.nanoTime() - begunNanos) / 1_000_000);
    }
}
