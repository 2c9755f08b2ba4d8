package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * System calls that patching cannot find: Syscall User Dispatch is armed for them, in time and for every thread, and only for them. A
 * call that escaped would write at the kernel's offset of the file, which the runtime leaves at 0.
 */
class UnpatchedCallsTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 25);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final int THREADS = 3;
    private static final long GENERATED_LINES_PER_CUT = 6_000;
    private static final long HIDDEN_LINES_PER_CUT = 20_000;
    private static final String PATCHED = "patched text";
    private static final String DISPATCHED = "patched text and Syscall User Dispatch";

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"generated-glibc", "generated-musl-static", "generated-musl-dynamic"})
    void codeThatAProgramMakesWhileItRuns(String name) throws Exception {
        long last = GENERATED_LINES_PER_CUT * CUTS;
        Path directory = Files.createDirectory(scratch.resolve("lines"));

        cut(name, directory, last);

        for (int thread = 0; thread < THREADS; thread++) {
            assertEveryLineOnce(directory.resolve(Integer.toString(thread)), last);
        }
        assertThat(systemCalls()).isEqualTo(DISPATCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden-glibc",
                "hidden-musl-static",
                "hidden-musl-dynamic",
                "selfwriting-glibc",
                "selfwriting-musl-static"
            })
    void codeThatNothingProvesToBeCode(String name) throws Exception {
        long last = HIDDEN_LINES_PER_CUT * CUTS;
        Path output = scratch.resolve("lines");

        cut(name, output, last);

        assertEveryLineOnce(output, last);
        assertThat(systemCalls()).isEqualTo(DISPATCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counter-glibc",
                "counter-musl-static",
                "counter-musl-dynamic",
                "pthreads-glibc",
                "pthreads-musl-static",
                "pthreads-musl-dynamic"
            })
    void ordinaryProgramsNeedNoDispatch(String name) throws Exception {
        Program program = new Program(
                TestPrograms.get(name), List.of(scratch.resolve("output").toString(), "100"), scratch);

        CutCampaign.run(scratch.resolve("image"), program, options(), 1, SEED, CutCampaign.EPOCH_NANOS_MAX);

        assertThat(systemCalls()).isEqualTo(PATCHED);
    }

    private void cut(String name, Path output, long last) throws IOException, InterruptedException {
        Program program = new Program(TestPrograms.get(name), List.of(output.toString(), Long.toString(last)), scratch);
        CutCampaign campaign =
                CutCampaign.run(scratch.resolve("image"), program, options(), CUTS, SEED, CutCampaign.EPOCH_NANOS_MAX);
        assertThat(campaign.exitCode())
                .as("exit code of %s, seed %d: %s", name, SEED, Files.readString(scratch.resolve("log")))
                .isZero();
        assertThat(campaign.cuts()).as("cuts of %s, seed %d", name, SEED).isEqualTo(CUTS);
    }

    private LaunchOptions options() {
        Path log = scratch.resolve("log");
        return LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }

    private String systemCalls() {
        return ImageInspection.of(ImageDirectory.open(scratch.resolve("image"))).systemCalls();
    }

    private static void assertEveryLineOnce(Path output, long last) throws IOException {
        String expected = LongStream.rangeClosed(1, last)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining());
        assertThat(Files.readString(output).equals(expected))
                .as("%s, seed %d, has every line once and in order", output, SEED)
                .isTrue();
    }
}
