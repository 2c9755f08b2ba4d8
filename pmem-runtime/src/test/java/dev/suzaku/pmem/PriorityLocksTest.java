package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        CutCampaign campaign = CutCampaign.runUntilStopped(name, scratch, CUTS, SEED, CutCampaign.ANYWHERE);

        assertThat(Files.readString(scratch.resolve("log"))).as("seed %d", SEED).isEqualTo("wrong 0\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }
}
