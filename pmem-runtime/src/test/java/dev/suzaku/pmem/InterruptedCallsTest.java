package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signals that meet a thread in the midst of a call, and cuts anywhere between such a signal and its handler. It is handled once, before
 * the program goes on behind the call, and the call answers what it would have answered without.
 */
class InterruptedCallsTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 80);
    private static final int ENTRIES_MAX = 80;
    private static final int ENTRY_INSTRUCTIONS_MAX = 14;
    private static final int CALL_INSTRUCTIONS_MAX = 900;
    private static final int SENT = 40; // as in interrupted.c
    private static final int LEFT = 41;
    private static final long WRITE = 1;
    private static final long CHANGE_ACTION = 13;
    private static final long CHANGE_MASK = 14;
    private static final long PWRITE = 18;
    private static final long CONNECT = 42;
    private static final long SEND_TO = 44;
    private static final long RECEIVE_FROM = 45;
    private static final long SEND_MESSAGE = 46;
    private static final long GET_TID = 186;
    private static final long WAKE = 202;
    private static final long OPEN_AT = 257;
    private static final List<Long> CALLS = List.of(
            WRITE,
            OPEN_AT,
            CONNECT,
            CHANGE_ACTION,
            CHANGE_MASK,
            PWRITE,
            SEND_TO,
            RECEIVE_FROM,
            SEND_MESSAGE,
            GET_TID,
            WAKE);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private final Set<Long> aimedAt = new HashSet<>();
    private int aims;
    private int sent;

    @ParameterizedTest
    @CsvSource({
        "interrupted-glibc,",
        "interrupted-glibc,restart",
        "interrupted-musl-static,",
        "interrupted-musl-static,restart"
    })
    void aSignalIsHandledBeforeItsCallIsOver(String name, String restart) throws Exception {
        Path log = scratch.resolve("log");
        Path directory = Files.createDirectory(scratch.resolve("directory"));
        List<String> words = restart == null ? List.of(directory.toString()) : List.of(directory.toString(), restart);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"),
                new Program(TestPrograms.get(name), words, scratch),
                options,
                CUTS,
                SEED,
                CutCampaign.EPOCH_NANOS_MAX / 4,
                this::aim,
                directory.resolve("stop"));

        assertThat(Files.readString(log)).isEqualTo("sent %d\n".formatted(sent));
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        assertThat(aimedAt).containsExactlyInAnyOrderElementsOf(CALLS);
    }

    private void aim(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        long call = CALLS.get(aims++ % CALLS.size());
        Optional<FrozenThread> entering = runTo(call, freeze);
        if (entering.isPresent()) {
            if (call != CHANGE_MASK || random.nextBoolean()) {
                step(freeze, random.nextInt(random.nextBoolean() ? ENTRY_INSTRUCTIONS_MAX : CALL_INSTRUCTIONS_MAX));
                send(process.pid(), call == CHANGE_ACTION ? LEFT : SENT);
            }
            aimedAt.add(call);
            if (call == WRITE && random.nextBoolean()) {
                stepToDecision(freeze, process.tables().thread(0));
                step(freeze, random.nextInt(ENTRY_INSTRUCTIONS_MAX));
            } else {
                step(freeze, random.nextInt(CALL_INSTRUCTIONS_MAX));
            }
        }
    }

    /** Of the calls that change an action, to one of the signal that is handled and ignored by turns. */
    private static Optional<FrozenThread> runTo(long call, Freeze freeze) {
        Optional<FrozenThread> there = CallAim.first(freeze);
        do {
            there = there.flatMap(thread -> CallAim.runTo(Set.of(call), freeze, thread, ENTRIES_MAX));
        } while (call == CHANGE_ACTION
                && there.filter(thread -> thread.registers().get(UserRegisters.RDI) != LEFT)
                        .isPresent());
        return there;
    }

    /** One by one, since a signal ends a motion. */
    private static void step(Freeze freeze, int instructions) {
        for (int left = instructions; left > 0; left--) {
            stepOnce(freeze);
        }
    }

    /** Where the call has noted how long the file is, and not lengthened it. */
    private static void stepToDecision(Freeze freeze, ThreadSlot slot) {
        for (int left = CALL_INSTRUCTIONS_MAX; left > 0 && !DecisionAim.hasDecided(slot); left--) {
            stepOnce(freeze);
        }
    }

    private static void stepOnce(Freeze freeze) {
        freeze.step(CallAim.first(freeze).orElseThrow(), 1);
    }

    private void send(long pid, int signal) {
        try {
            Process kill = new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(pid)).start();
            assertThat(kill.waitFor()).isZero();
            sent += signal == SENT ? 1 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
