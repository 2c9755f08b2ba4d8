package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program that makes thread after thread must find a slot for each. Two instants are aimed at: a thread's end is noted, but nobody clears
 * its slot any more since the power goes; and a thread is made, but its maker has not yet noted that it knows of it. Were the slot lost
 * in either, {@code pthread_create} would answer EAGAIN after many cuts.
 */
class ThreadSlotsTest {
    private static final int CUTS = 120;
    private static final int HITS_MIN = CUTS / 12;
    private static final int ENTRIES_MAX = 30;
    private static final int CALL_INSTRUCTIONS_MAX = 2_000;
    private static final long CLONE = 56;
    private static final long EXIT = 60;
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private int ends;
    private int births;
    private int lost;

    @ParameterizedTest
    @ValueSource(strings = {"shortlived-glibc", "shortlived-musl-static"})
    void aSlotIsUsedAgainWhereverTheCutMetItsThread(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");
        Program program = new Program(TestPrograms.get(name), List.of(stop.toString()), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"), program, options, CUTS, SEED, CutCampaign.EPOCH_NANOS_MAX, this::aim, stop);

        assertThat(Files.readString(log)).isEqualTo("shortlived\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        assertThat(ends).as("cuts at a thread's end").isGreaterThan(HITS_MIN);
        assertThat(births).as("cuts at a thread's birth").isGreaterThan(HITS_MIN);
        assertThat(lost).as("slots that nobody will ever free").isZero();
    }

    private void aim(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        lost = Math.max(lost, lostSlots(process));
        Optional<FrozenThread> oldest = freeze.threads().stream()
                .filter(thread -> thread.slot() > 0)
                .min(Comparator.comparingInt(FrozenThread::tid))
                .flatMap(thread -> CallAim.runTo(Set.of(EXIT), freeze, thread, ENTRIES_MAX));
        if (oldest.isEmpty()) {
            return;
        }
        ThreadSlot ending = process.tables().thread(oldest.get().slot());
        BooleanSupplier hasEnded = () -> ending.state() == Layout.THREAD_EXITED && ending.isKernelAlive();
        freeze.stepUntil(oldest.get(), CALL_INSTRUCTIONS_MAX, rip -> hasEnded.getAsBoolean());
        if (random.nextBoolean()) {
            ends += hasEnded.getAsBoolean() ? 1 : 0;
            return;
        }
        freeze.step(oldest.get(), CALL_INSTRUCTIONS_MAX); // it is gone, and the first thread need not wait for it
        aimAtBirth(process, freeze);
    }

    /** Of threads that have ended, whose maker will never note that it knows of them. */
    private static int lostSlots(PersistentProcess process) {
        int count = 0;
        for (int index = 1; index < process.tables().threadsHigh(); index++) {
            ThreadSlot slot = process.tables().thread(index);
            boolean isBeingMade = process.tables().thread(0).child() == index + 1;
            count += slot.state() == Layout.THREAD_EXITED && !slot.isAcknowledged() && !isBeingMade ? 1 : 0;
        }
        return count;
    }

    private void aimAtBirth(PersistentProcess process, Freeze freeze) {
        Optional<FrozenThread> first =
                CallAim.first(freeze).flatMap(thread -> CallAim.runTo(Set.of(CLONE), freeze, thread, ENTRIES_MAX));
        if (first.isEmpty()) {
            return;
        }
        ThreadSlot making = process.tables().thread(0);
        BooleanSupplier hasMade = () -> making.recordState() == Layout.RECORD_COMMITTED && making.child() != 0;
        freeze.stepUntil(first.get(), CALL_INSTRUCTIONS_MAX, rip -> hasMade.getAsBoolean());
        births += hasMade.getAsBoolean() ? 1 : 0;
    }
}
