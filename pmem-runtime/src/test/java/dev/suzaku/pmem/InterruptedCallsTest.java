package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.trace.UserRegisters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signals that meet a thread in the midst of a call, and cuts anywhere between such a signal and its handler. It is handled once, before
 * the program goes on behind the call, and the call answers what it would have answered without.
 */
class InterruptedCallsTest {
    private static final int CUTS = 150;
    private static final int ENTRIES_MAX = 60;
    private static final int CALL_INSTRUCTIONS_MAX = 900;
    private static final int DIRECT_INSTRUCTIONS_MAX = 14;
    private static final long ROUNDS = 400_000;
    private static final long CHANGE_MASK = 14;
    private static final long GET_TID = 186;
    private static final long SENT = 40; // as in interrupted.c
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private int sent;

    @ParameterizedTest
    @ValueSource(strings = {"interrupted-glibc", "interrupted-musl-static"})
    void aSignalIsHandledBeforeItsCallIsOver(String name) throws Exception {
        Path log = scratch.resolve("log");
        Program program = new Program(TestPrograms.get(name), List.of(Long.toString(ROUNDS)), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(
                scratch.resolve("image"), program, options, CUTS, SEED, CutCampaign.EPOCH_NANOS_MAX / 4, this::aim);

        assertThat(Files.readString(log)).isEqualTo("rounds %d late 0 wrong 0 sent %d\n".formatted(ROUNDS, sent));
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        assertThat(sent).isGreaterThan(CUTS / 4);
    }

    private void aim(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        FrozenThread thread = freeze.threads().get(0);
        boolean fromOutside = random.nextBoolean();
        if (!runTo(fromOutside ? GET_TID : CHANGE_MASK, freeze, thread)) {
            return;
        }
        if (fromOutside) {
            freeze.step(thread, random.nextInt(DIRECT_INSTRUCTIONS_MAX));
            send(process.pid());
        }
        for (int left = random.nextInt(CALL_INSTRUCTIONS_MAX); left > 0; left--) {
            freeze.step(thread, 1); // one by one, since a signal ends a motion
        }
    }

    private void send(long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/kill", "-" + SENT, Long.toString(pid)).start();
            assertThat(kill.waitFor()).isZero();
            sent++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the thread run until it enters the runtime with a call of this number. */
    private static boolean runTo(long call, Freeze freeze, FrozenThread thread) {
        for (int entry = 0; entry < ENTRIES_MAX; entry++) {
            freeze.step(thread, 1); // off the entry
            if (!freeze.runToEntry(thread)) {
                return false;
            }
            if (freeze.threads().get(0).registers().get(UserRegisters.RAX) == call) {
                return true;
            }
        }
        return false;
    }
}
