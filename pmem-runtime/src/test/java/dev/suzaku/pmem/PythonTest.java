package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's python3 as it is: threads, files that are appended to, subprocesses. */
class PythonTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 10);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final int ROUNDS_PER_CUT = 3_000;
    private static final int THREADS = 3;
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @Test
    void everyLineIsWrittenOnceAndEverySubprocessAnswersOrWasKilled() throws Exception {
        int rounds = ROUNDS_PER_CUT * CUTS;
        Path script = Path.of("src/test/python/work.py").toAbsolutePath();
        Path log = scratch.resolve("log");
        List<String> arguments = List.of(script.toString(), scratch.toString(), Integer.toString(rounds));
        Program program = new Program(Path.of("/usr/bin/python3").toRealPath(), arguments, scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log)).as("seed %d", SEED).isEqualTo("wrong []\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        List<String> lines =
                IntStream.range(0, rounds).mapToObj(Integer::toString).toList();
        for (int thread = 0; thread < THREADS; thread++) {
            assertThat(Files.readAllLines(scratch.resolve("lines-" + thread))).isEqualTo(lines);
        }
    }
}
