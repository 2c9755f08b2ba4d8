package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that the program makes: a cut kills them, and the program must learn exactly that. */
class ChildrenTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 12);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final int ROUNDS_PER_CUT = 6;
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"children-glibc", "children-musl-static", "children-musl-dynamic"})
    void aProgramSeesItsChildrenEndOrKilledByTheCut(String name) throws Exception {
        int rounds = ROUNDS_PER_CUT * CUTS;
        Path lines = scratch.resolve("lines");
        Path log = scratch.resolve("log");
        Program program =
                new Program(TestPrograms.get(name), List.of(lines.toString(), Integer.toString(rounds)), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log))
                .as("output of %s, seed %d", name, SEED)
                .isEqualTo("rounds %d wrong 0\n".formatted(rounds));
        assertThat(campaign.exitCode()).isZero();
        List<String> written = Files.readAllLines(lines);
        assertThat(written.stream().filter(line -> line.startsWith("round ")))
                .as("lines of the program")
                .containsExactlyElementsOf(IntStream.range(0, rounds)
                        .mapToObj(round -> "round " + round)
                        .toList());
        assertThat(written.stream().filter(line -> line.startsWith("child ")))
                .as("lines of the children, at most one each")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disturbed-glibc", "disturbed-musl-static"})
    void aThreadThatWaitsLearnsNothingOfTheForksOfAnother(String name) throws Exception {
        Path log = scratch.resolve("log");
        Program program = new Program(TestPrograms.get(name), List.of(), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, 0, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log)).as("output of %s", name).isEqualTo("waits 9\n");
        assertThat(campaign.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispatchforks-glibc", "dispatchforks-musl-static"})
    void aThreadWhoseCallsAreDispatchedStandsStillForForks(String name) throws Exception {
        Path log = scratch.resolve("log");
        Program program = new Program(TestPrograms.get(name), List.of("300"), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, 0, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log)).as("output of %s", name).isEqualTo("forks 300 wrong 0\n");
        assertThat(campaign.exitCode()).isZero();
    }
}
