package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks that inherit priority: the kernel gives and takes them, and a cut may discard that it has. */
class PriorityLocksTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 60);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"prioritylocks-glibc", "prioritylocks-musl-static"})
    void areTakenAndReleasedOnce(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"),
                new Program(TestPrograms.get(name), List.of(stop.toString()), scratch),
                LaunchOptions.defaults().withStreams(Streams.files(log, log)),
                CUTS,
                SEED,
                CutCampaign.EPOCH_NANOS_MAX,
                CutCampaign.ANYWHERE,
                stop);

        assertThat(Files.readString(log)).as("seed %d", SEED).isEqualTo("wrong 0\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }
}
