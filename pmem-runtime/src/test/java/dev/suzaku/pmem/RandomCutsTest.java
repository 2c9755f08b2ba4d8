package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unmodified programs, glibc and musl, through many cuts at random times. {@code -Dsuzaku.test.cuts=N} and
 * {@code -Dsuzaku.test.seed=S} choose how many and which.
 */
class RandomCutsTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 100);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final long LINES_PER_CUT = 1_000;
    private static final long BUSY_LINES_PER_CUT = 100_000;
    private static final long HURRIED_ROUNDS_PER_CUT = 1_800;
    private static final long HURRIED_EPOCH_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(2_500);
    private static final long ROUNDS_PER_CUT = 12_000;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"counter-glibc", "counter-musl-static", "counter-musl-dynamic"})
    void aCounterWritesEveryLineExactlyOnce(String name) throws Exception {
        assertEveryLineOnce(name, LINES_PER_CUT * CUTS, "20000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counter-glibc", "counter-musl-static"})
    void aCounterThatIsNearlyAlwaysInSystemCallsWritesEveryLineExactlyOnce(String name) throws Exception {
        assertEveryLineOnce(name, BUSY_LINES_PER_CUT * CUTS, "0");
    }

    private void assertEveryLineOnce(String name, long last, String work) throws Exception {
        Path output = scratch.resolve("lines");

        CutCampaign campaign = cut(name, output, CutCampaign.EPOCH_NANOS_MAX, Long.toString(last), work);

        assertThat(campaign.exitCode())
                .as("exit code of %s, seed %d", name, SEED)
                .isZero();
        assertThat(campaign.cuts()).as("cuts of %s, seed %d", name, SEED).isEqualTo(CUTS);
        String expected = LongStream.rangeClosed(1, last)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining("", "", "total " + last * (last + 1) / 2 + "\n"));
        assertThat(Files.readString(output).equals(expected))
                .as("output of %s, seed %d, has every line once", name, SEED)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pthreads-glibc", "pthreads-musl-static", "pthreads-musl-dynamic"})
    void threadsKeepExactTotals(String name) throws Exception {
        CutCampaign campaign = assertExactTotals(name, ROUNDS_PER_CUT * CUTS, CutCampaign.EPOCH_NANOS_MAX);

        assertThat(campaign.threadsInUser()).as("threads cut in user mode").isPositive();
        assertThat(campaign.threadsInKernel()).as("threads cut in the kernel").isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pthreads-glibc", "pthreads-musl-static"})
    void threadsKeepExactTotalsWhenMostCutsComeDuringARecovery(String name) throws Exception {
        assertExactTotals(name, HURRIED_ROUNDS_PER_CUT * CUTS, HURRIED_EPOCH_NANOS_MAX);
    }

    private CutCampaign assertExactTotals(String name, long rounds, long epochNanosMax) throws Exception {
        Path output = scratch.resolve("totals");

        CutCampaign campaign = cut(name, output, epochNanosMax, Long.toString(rounds));

        assertThat(campaign.exitCode())
                .as("exit code of %s, seed %d", name, SEED)
                .isZero();
        assertThat(campaign.cuts()).as("cuts of %s, seed %d", name, SEED).isEqualTo(CUTS);
        long tenth = rounds / 10;
        assertThat(Files.readString(output))
                .isEqualTo("workers %d ring %d churn %d locals %d\n"
                        .formatted(3 * rounds, 3 * tenth, tenth * (tenth - 1) / 2, 3 * rounds));
        return campaign;
    }

    private CutCampaign cut(String name, Path output, long epochNanosMax, String... work)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(output.toString()));
        arguments.addAll(List.of(work));
        Program program = new Program(TestPrograms.get(name), arguments, scratch);
        Path log = scratch.resolve("log");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, epochNanosMax);
        assertThat(Files.readString(log))
                .as("messages of %s, seed %d", name, SEED)
                .isEmpty();
        return campaign;
    }
}
