package dev.suzaku.pmem;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.ThreadSlot;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Aims a cut at a call that has decided something a repetition must keep, and has not committed yet: one thread goes on by single
 * instructions until it is there, then by some more, so that its effect is sometimes in the kernel already and sometimes not.
 */
final class DecisionAim implements CutCampaign.Aim {
    private static final int CHUNKS_MAX = 400;
    private static final int CHUNK_INSTRUCTIONS = 16;
    private static final int FURTHER_INSTRUCTIONS_MAX = 120;

    @Override
    public void at(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        List<FrozenThread> running = freeze.threads().stream()
                .filter(thread -> thread.hasSlot() && !thread.isWaiting())
                .toList();
        if (running.isEmpty()) {
            return;
        }
        FrozenThread chosen = running.get(random.nextInt(running.size()));
        ThreadSlot slot = process.tables().thread(chosen.slot());
        for (int i = 0; i < CHUNKS_MAX && !hasDecided(slot); i++) {
            if (freeze.step(chosen, CHUNK_INSTRUCTIONS) < CHUNK_INSTRUCTIONS) {
                return;
            }
        }
        for (int left = random.nextInt(FURTHER_INSTRUCTIONS_MAX); left > 0 && hasDecided(slot); left--) {
            if (freeze.step(chosen, 1) < 1) {
                return;
            }
        }
    }

    /** Whether a thread is in such a call. */
    static boolean hasDecided(ThreadSlot slot) {
        return slot.recordState() == Layout.RECORD_CALL && slot.recordWord("decision") != 0;
    }
}
