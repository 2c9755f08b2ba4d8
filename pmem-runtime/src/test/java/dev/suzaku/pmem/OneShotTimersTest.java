package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.ThreadSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A timer fires once, wherever the power goes while it is being set: every cut stands a few instructions further between the decision of
 * the call and its commit, before and behind the kernel, and the timer expires before the signals that wait are read.
 */
class OneShotTimersTest {
    private static final int STRIDE = 5;
    private static final int CUTS = 210;
    private static final int ENTRIES_MAX = 200;
    private static final int DECISION_INSTRUCTIONS_MAX = 2_000;
    private static final long EPOCH_NANOS_MAX = 2_000_000;
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    private enum Call {
        TIMER_SETTIME(223),
        SETITIMER(38),
        RT_SIGPENDING(127);

        private final long number;

        Call(long number) {
            this.number = number;
        }
    }

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private final Set<Call> cutWithin = EnumSet.noneOf(Call.class);
    private final Set<Call> sweptToCommit = EnumSet.noneOf(Call.class);
    private int cuts;

    @ParameterizedTest
    @ValueSource(strings = {"oneshot-glibc", "oneshot-musl-static"})
    void aTimerFiresOnceWhereverItsSettingIsCut(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");
        Program program = new Program(TestPrograms.get(name), List.of(stop.toString()), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"), program, options, CUTS, SEED, EPOCH_NANOS_MAX, this::aim, stop);

        assertThat(Files.readString(log)).isEqualTo("oneshot\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        assertThat(cutWithin).containsExactlyInAnyOrder(Call.values());
        assertThat(sweptToCommit).contains(Call.TIMER_SETTIME, Call.SETITIMER);
    }

    private void aim(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        Call call = Call.values()[cuts % Call.values().length];
        int round = cuts / Call.values().length;
        cuts++;
        boolean there = freeze.threads().stream()
                .findFirst()
                .flatMap(thread -> CallAim.runTo(Set.of(call.number), freeze, thread, ENTRIES_MAX))
                .isPresent();
        assertThat(freeze.hasBegun()).as("runs; it says: " + log()).isTrue();
        if (!there) {
            return;
        }
        ThreadSlot slot = process.tables().thread(freeze.threads().get(0).slot());
        freeze.stepUntil(freeze.threads().get(0), DECISION_INSTRUCTIONS_MAX, rip -> hasDecided(slot, call));
        stepOnward(freeze, round * STRIDE, round % 2 == 0);
        boolean within = call == Call.RT_SIGPENDING // which needs no record
                ? freeze.isRuntime(freeze.threads().get(0).registers().rip())
                : isRecorded(slot, call);
        (within ? cutWithin : sweptToCommit).add(call);
    }

    /** A step ends where a signal is about to be delivered. */
    private static void stepOnward(Freeze freeze, int instructions, boolean throughSignals) {
        int left = instructions;
        while (left > 0) {
            int done = freeze.step(freeze.threads().get(0), left);
            left = throughSignals ? left - Math.max(1, done) : 0;
        }
    }

    private static boolean hasDecided(ThreadSlot slot, Call call) {
        return call == Call.RT_SIGPENDING || (isRecorded(slot, call) && DecisionAim.hasDecided(slot));
    }

    private static boolean isRecorded(ThreadSlot slot, Call call) {
        return slot.recordState() == Layout.RECORD_CALL && slot.recordWord("rax") == call.number;
    }

    private String log() {
        try {
            return Files.readString(scratch.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
