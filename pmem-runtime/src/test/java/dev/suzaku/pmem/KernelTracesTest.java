package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.MappedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls whose effects outlive the process, or die with it: a cut in the middle of one must not show in any answer. */
class KernelTracesTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 60);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final long ROUNDS = 120L * CUTS;
    private static final int THREADS = 4;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"kernel-glibc", "kernel-musl-static"})
    void callsThatACutInterruptedAnswerAsIfNothingHadHappened(String name) throws Exception {
        Path names = Files.createDirectory(scratch.resolve("names"));
        Path log = scratch.resolve("log");
        Program program =
                new Program(TestPrograms.get(name), List.of(names.toString(), Long.toString(ROUNDS)), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign =
                CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, CutCampaign.EPOCH_NANOS_MAX);

        assertThat(Files.readString(log))
                .as("output of %s, seed %d", name, SEED)
                .isEqualTo("rounds %d\n".formatted(ROUNDS * THREADS));
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        try (var left = Files.list(names)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signals-glibc", "signals-musl-static"})
    void aThreadGoesOnHandlingSignalsWhereverTheCutFoundIt(String name) throws Exception {
        long signals = 200L * CUTS;
        assertSays("signals %d wrong 0\n".formatted(signals), name, Long.toString(signals));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signals-glibc", "signals-musl-static"})
    void handlersRunOnTheStackThatTheThreadWants(String name) throws Exception {
        long signals = 200L * CUTS;
        assertSays("signals %d wrong 0\n".formatted(signals), name, Long.toString(signals), "onstack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overflow-glibc", "overflow-musl-static"})
    void aStackThatOverflowsIsHandledOnAnother(String name) throws Exception {
        long overflows = 10_000L * CUTS;
        assertSays("overflows %d\n".formatted(overflows), name, Long.toString(overflows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliveries-glibc", "deliveries-musl-static"})
    void signalsAreHandledOnceHoweverTheyCome(String name) throws Exception {
        assertSays("deliveries\n", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guards-glibc", "guards-musl-static"})
    void aSignalChangesNothingOfTheProgramsMemory(String name) throws Exception {
        assertSays("guards\n", name, Long.toString(150L * CUTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guards-glibc", "guards-musl-static"})
    void aSignalOnAnotherStackChangesNothingOfTheProgramsMemory(String name) throws Exception {
        assertSays("guards\n", name, Long.toString(150L * CUTS), "onstack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trampoline-glibc", "trampoline-musl-static"})
    void aProgramThatWantsCodeOnItsStackHasIt(String name) throws Exception {
        assertSays("trampoline 42\n", name);
    }

    /** What a program prints that is cut at random, and its end with 0. */
    private void assertSays(String expected, String name, String... words) throws Exception {
        Path log = scratch.resolve("log");
        Program program = new Program(TestPrograms.get(name), List.of(words), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign =
                CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, CutCampaign.EPOCH_NANOS_MAX);

        assertThat(Files.readString(log))
                .as("output of %s, seed %d", name, SEED)
                .isEqualTo(expected);
        assertThat(campaign.exitCode()).isZero();
    }

    /** As a shell starts {@code program > file 2>&1}: one offset for both. */
    @Test
    void standardStreamsThatShareAFileDoNotOverwriteEachOther() throws Exception {
        Path output = scratch.resolve("output");
        ImageDirectory image = image();
        Process process = new ProcessBuilder(
                        Path.of("target/classes/native/linux-x86-64/suzaku-runtime")
                                .toAbsolutePath()
                                .toString(),
                        "start",
                        image.path().toString(),
                        TestPrograms.get("streams-glibc").toString())
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(output)).isEqualTo("output\nerror\noutput again\n");
    }

    private ImageDirectory image() throws IOException {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), true)) {
            mapped.tables().setHeaderWord("pool_limit_bytes", 64L << 20);
        }
        return image;
    }
}
