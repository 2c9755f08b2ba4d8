package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of a handler between a call that a cut has interrupted and its repetition, cut in turn: each keeps what it had decided and found. */
class HandlerCallsTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 120);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    /** Some cuts meet the handler, which takes a tenth of it, some the program. */
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"handlers-glibc", "handlers-musl-static"})
    void doNotDisturbTheCallsBelow(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"),
                new Program(TestPrograms.get(name), List.of(stop.toString()), scratch),
                LaunchOptions.defaults().withStreams(Streams.files(log, log)),
                CUTS,
                SEED,
                EPOCH_NANOS_MAX,
                new DecisionAim(),
                stop);

        assertThat(Files.readString(log)).as("seed %d", SEED).isEqualTo("wrong 0\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }
}
