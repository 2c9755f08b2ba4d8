package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A power failure is an exception that a program can handle: SIGPWR comes first and says how many there were and how long. */
class PowerFailureTest {
    private static final int CUTS = 8;
    private static final int HURRIED_CUTS = 30;
    private static final long HURRIED_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern TOLD = Pattern.compile("cut (\\d+) off (\\d+)");

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private Path output;

    @ParameterizedTest
    @ValueSource(strings = {"power-glibc", "power-musl-static", "power-musl-dynamic"})
    void theHandlerRunsFirstAndIsToldOfEveryCut(String name) throws Exception {
        List<Integer> linesAtCut = new ArrayList<>();
        long before = System.nanoTime();
        run(name, CUTS, (freeze, random) -> {
            freeze.step(freeze.threads().get(0), random.nextInt(2_000));
            linesAtCut.add(lines().size());
        });
        assertHandlerFirst(linesAtCut, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"power-glibc", "power-musl-static"})
    void cutsThatComeDuringARecoveryAreToldTogether(String name) throws Exception {
        run(name, HURRIED_CUTS, (freeze, random) -> {});
        List<Integer> told = lines().stream()
                .map(TOLD::matcher)
                .filter(Matcher::matches)
                .map(line -> Integer.valueOf(line.group(1)))
                .toList();
        assertThat(told).as("seed %d", SEED).doesNotHaveDuplicates().isSorted().endsWith(HURRIED_CUTS);
        assertThat(lines()).doesNotContain("wrong siginfo");
    }

    @FunctionalInterface
    private interface BeforeSave {
        void look(Freeze freeze, SplittableRandom random) throws Exception;
    }

    /** Cuts the program: where each cut has its own epoch, after it has written some lines; hurried ones at any time. */
    private void run(String name, int cuts, BeforeSave beforeSave) throws Exception {
        output = scratch.resolve("output");
        Path log = scratch.resolve("log");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        List<String> arguments = List.of(output.toString(), Integer.toString(cuts));
        Program program = new Program(TestPrograms.get(name), arguments, scratch);
        SplittableRandom random = new SplittableRandom(SEED);
        PersistentProcess process = PersistentProcess.start(image, program, options);
        try {
            await().atMost(SOON).until(() -> !lines().isEmpty()); // it has its handler
            for (int cut = 1; cut <= cuts; cut++) {
                if (cuts == CUTS) {
                    int before = lines().size();
                    await().atMost(SOON).until(() -> lines().size() > before + 2);
                } else {
                    LockSupport.parkNanos(random.nextLong(HURRIED_NANOS_MAX));
                }
                try (Freeze freeze = process.freeze()) {
                    beforeSave.look(freeze, random);
                    assertThat(freeze.save(SavePlan.complete()).sealed()).isTrue();
                    freeze.kill();
                }
                process.close();
                process = PersistentProcess.resume(image, options);
            }
            assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        } finally {
            process.close();
        }
    }

    /** After each cut comes the handler's line, at most behind one that was being written when the power went. */
    private void assertHandlerFirst(List<Integer> linesAtCut, long elapsedMillis) throws Exception {
        List<String> lines = lines();
        long total = 0;
        for (int cut = 1; cut <= CUTS; cut++) {
            int at = linesAtCut.get(cut - 1);
            int told = lines.get(at).equals("work") ? at + 1 : at;
            Matcher line = TOLD.matcher(lines.get(told));
            assertThat(line.matches())
                    .as("seed %d, cut %d, lines %s", SEED, cut, lines.subList(at, at + 2))
                    .isTrue();
            assertThat(line.group(1)).isEqualTo(Integer.toString(cut));
            total += Long.parseLong(line.group(2));
        }
        assertThat(total).as("milliseconds without power").isBetween(1L, elapsedMillis);
        assertThat(lines.stream().filter(line -> !line.equals("work"))).hasSize(CUTS + 1);
        Matcher answer = Pattern.compile("cuts (\\d+) off (\\d+) total (\\d+)").matcher(lines.get(lines.size() - 1));
        assertThat(answer.matches()).isTrue();
        assertThat(answer.group(1)).isEqualTo(Integer.toString(CUTS));
        assertThat(Long.parseLong(answer.group(3))).isBetween(total, total + CUTS); // each was rounded down
    }

    private List<String> lines() throws Exception {
        return Files.exists(output) ? Files.readAllLines(output) : List.of();
    }
}
