package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.recovery.FixUps;
import dev.suzaku.pmem.recovery.PoolFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged images of a program that has something in every table: each is refused in one line before anything is changed, or the program
 * goes on exactly. {@code -Dsuzaku.test.mutations=N} and {@code -Dsuzaku.test.seed=S} choose how many and which.
 */
class MutatedImagesTest {
    private static final int MUTATIONS = Integer.getInteger("suzaku.test.mutations", 60);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private Path output;
    private Path log;
    private LaunchOptions options;
    private byte[] written;
    private int refused;
    private int resumed;

    @BeforeEach
    void cut() throws Exception {
        output = scratch.resolve("output");
        log = scratch.resolve("log");
        options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        Path stop = scratch.resolve("stop");
        Program program =
                new Program(TestPrograms.get("objects-glibc"), List.of(output.toString(), stop.toString()), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("cut"));
        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            await().atMost(SOON).until(() -> Files.exists(output) && Files.size(output) > 10);
            try (Freeze freeze = process.freeze()) {
                assertThat(freeze.save(SavePlan.complete()).sealed()).isTrue();
                freeze.kill();
            }
        }
        copy(image.path(), scratch.resolve("recovering"));
        ImageDirectory recovering = ImageDirectory.open(scratch.resolve("recovering"));
        try (MappedTables mapped = MappedTables.open(recovering.tablesFile(), true);
                PoolFile pool = new PoolFile(recovering.poolFile())) {
            FixUps.apply(mapped.tables(), pool);
        }
        Files.createFile(stop);
        written = Files.readAllBytes(output);
    }

    @Test
    void undamagedImagesGoOn() throws Exception {
        attempt("cut", "nothing", image -> {});
        attempt("recovering", "nothing", image -> {});
        assertThat(resumed).isEqualTo(2);
    }

    @Test
    void damagedImagesAreRefusedOrGoOnExactly() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int number = 0; number < MUTATIONS; number++) {
            String base = number % 2 == 0 ? "cut" : "recovering";
            Mutation mutation;
            try (MappedTables mapped = MappedTables.open(scratch.resolve(base).resolve("tables"), false)) {
                mutation = Mutation.draw(random, number / 2, mapped.tables());
            }
            attempt(base, "mutation " + number + " of seed " + SEED + ": " + mutation, mutation::apply);
        }
        System.out.printf("%d mutated images: %d refused, %d resumed exactly%n", MUTATIONS, refused, resumed);
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
        assertThat(refused + resumed).isEqualTo(MUTATIONS);
    }

    @FunctionalInterface
    private interface Damage {
        void to(Path image) throws IOException;
    }

    private void attempt(String base, String what, Damage damage) throws Exception {
        Path work = scratch.resolve("work");
        copy(scratch.resolve(base), work);
        Files.write(
                output, written, StandardOpenOption.TRUNCATE_EXISTING); // the same file: an image knows it by its inode
        damage.to(work);
        byte[] before = header(work);
        try (PersistentProcess process = PersistentProcess.resume(ImageDirectory.open(work), options)) {
            await(what).atMost(SOON).until(() -> process.exitCode().isPresent());
            assertThat(process.exitCode())
                    .as(what + ": " + Files.readString(log))
                    .hasValue(0);
            assertExact(what);
            resumed++;
        } catch (ImageException e) {
            assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n");
            assertThat(header(work))
                    .as(what + " was refused: " + e.getMessage())
                    .isEqualTo(before);
            refused++;
        }
        run("rm", "-r", work.toString());
    }

    /** What was written before the cut, numbers that go on without a gap, the last line. */
    private void assertExact(String what) throws IOException {
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(lines.size() - 1)).as(what).isEqualTo("everything is as it was");
        for (int i = 0; i < lines.size() - 1; i++) {
            assertThat(lines.get(i)).as(what).isEqualTo(Integer.toString(i + 1));
        }
        assertThat(Files.readString(output)).as(what).startsWith(new String(written, StandardCharsets.US_ASCII));
    }

    private static byte[] header(Path image) throws IOException {
        try (var stream = Files.newInputStream(image.resolve("tables"))) {
            return stream.readNBytes(4096);
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        run("cp", "-a", "--sparse=always", from.toString(), to.toString());
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
