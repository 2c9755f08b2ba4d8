package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes through a socket needs no record of the runtime. Yet signals, the forks of another thread and cuts show in it as they would without:
 * a call fails only where it may, no byte is lost or doubled on a connection, and only a cut breaks one.
 */
class ConnectionTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 60);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "connection-glibc,",
        "connection-glibc,restart",
        "connection-musl-static,",
        "connection-musl-static,restart"
    })
    void nothingOfADisturbanceShowsOnAConnection(String name, String restart) throws Exception {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");
        List<String> words = restart == null ? List.of(stop.toString()) : List.of(stop.toString(), restart);
        Program program = new Program(TestPrograms.get(name), words, scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.runUntilStopped(
                scratch.resolve("image"),
                program,
                options,
                CUTS,
                SEED,
                CutCampaign.EPOCH_NANOS_MAX,
                CutCampaign.ANYWHERE,
                stop);

        assertThat(Files.readString(log)).as("seed %d", SEED).matches("broken \\d+\n");
        int broken = Integer.parseInt(
                Files.readString(log).substring("broken ".length()).strip());
        assertThat(broken).isBetween(1, CUTS);
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }
}
