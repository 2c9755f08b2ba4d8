package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage that the runtime keeps of what a program has unmapped. */
class KeptStorageTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 25);
    private static final long SEED = 1;
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ROUNDS_PER_CUT = 160;
    /** 32 ranges of 256 KB, and what the program itself and its libraries have. */
    private static final long HELD_BYTES_MAX = (8L << 20) + (8L << 20);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"storage-glibc", "storage-musl-static"})
    void whatIsMappedAgainReadsAsZerosAcrossCutsAndForks(String name) throws Exception {
        long rounds = ROUNDS_PER_CUT * CUTS;
        Path log = scratch.resolve("log");

        CutCampaign campaign = CutCampaign.run(
                scratch.resolve("image"), program(name, Long.toString(rounds)), into(log), CUTS, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log)).as("output, seed %d", SEED).isEqualTo("storage " + rounds + "\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).as("cuts, seed %d", SEED).isEqualTo(CUTS);
    }

    /** The program unmaps 225 MB in all; a recovery gives the rest of it back too. */
    @ParameterizedTest
    @ValueSource(strings = {"storage-glibc", "storage-musl-static"})
    void littleIsKeptAndNothingOverACut(String name) throws Exception {
        Path log = scratch.resolve("log");
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        long kept;
        try (PersistentProcess process = PersistentProcess.start(image, program(name, "hold"), into(log))) {
            await().atMost(Duration.ofSeconds(180))
                    .until(() -> Files.readString(log).contains("ready"));
            try (Freeze freeze = process.freeze()) {
                kept = held(freeze);
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
        }
        assertThat(kept).isLessThan(HELD_BYTES_MAX);
        try (PersistentProcess process = PersistentProcess.resume(image, into(log))) {
            await().atMost(Duration.ofSeconds(180)).until(() -> held(process) < kept);
        }
    }

    /** The program fills the file system, and then maps: what was kept is given back for it, and the next is ENOMEM. */
    @ParameterizedTest
    @ValueSource(strings = {"storage-glibc", "storage-musl-static"})
    void whatIsKeptIsGivenBackWhenTheFileSystemIsFull(String name) throws Exception {
        Path mountPoint = Files.createDirectory(scratch.resolve("small"));
        Path log = scratch.resolve("log");

        int code = SmallFileSystem.run(
                mountPoint,
                log,
                TestPrograms.get(name),
                "full",
                mountPoint.resolve("filler").toString());

        assertThat(Files.readString(log)).isEqualTo("full\n");
        assertThat(code).isZero();
    }

    private static long held(PersistentProcess process) {
        try (Freeze freeze = process.freeze()) {
            return held(freeze);
        }
    }

    private static long held(Freeze freeze) {
        return freeze.populatedRanges().stream().mapToLong(PoolRange::bytes).sum();
    }

    private Program program(String name, String word) {
        return new Program(TestPrograms.get(name), List.of(word), scratch);
    }

    private static LaunchOptions into(Path log) {
        return LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }
}
