package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.system.Linux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts in which the process saves itself, at random times: programs recover from them as from any other. */
class SelfSaveTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 50);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long HELD_ROUNDS = 1_000_000;
    private static final long LINES = 100_000;
    private static final int SIGCONT = 18;
    private static final int SIGSYS = 31;
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"counter-glibc", "counter-musl-static"})
    void aCounterWritesEveryLineExactlyOnce(String name) throws Exception {
        long last = 8_000L * CUTS;

        survives(name, scratch.resolve("lines").toString(), Long.toString(last), "20000");

        assertThat(Files.readString(scratch.resolve("lines")).equals(counted(last)))
                .as("output of %s, seed %d, has every line once", name, SEED)
                .isTrue();
    }

    private static String counted(long last) {
        return LongStream.rangeClosed(1, last)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining("", "", "total " + last * (last + 1) / 2 + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pthreads-glibc", "pthreads-musl-static"})
    void threadsKeepExactTotals(String name) throws Exception {
        long rounds = 12_000L * CUTS;
        long tenth = rounds / 10;

        survives(name, scratch.resolve("totals").toString(), Long.toString(rounds));

        assertThat(Files.readString(scratch.resolve("totals")))
                .isEqualTo("workers %d ring %d churn %d locals %d\n"
                        .formatted(3 * rounds, 3 * tenth, tenth * (tenth - 1) / 2, 3 * rounds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timers-glibc", "timers-musl-static", "signals-glibc"})
    void timersAndSignalsThatWaitComeOnce(String name) throws Exception {
        survives(name, Long.toString(60L * CUTS));
    }

    /** While a thread forks, the others stand still already when the power goes. */
    @ParameterizedTest
    @ValueSource(strings = {"children-glibc", "children-musl-static"})
    void aProgramThatForksSeesItsChildrenEndOrKilled(String name) throws Exception {
        long rounds = 8L * CUTS;

        survives(name, scratch.resolve("lines").toString(), Long.toString(rounds));

        assertThat(Files.readString(scratch.resolve("log"))).isEqualTo("rounds %d wrong 0\n".formatted(rounds));
    }

    /** A stopped process cannot save itself; and when some threads have and others not, those that have go on unharmed. */
    @ParameterizedTest
    @ValueSource(strings = {"pthreads-glibc", "pthreads-musl-static"})
    void aProcessThatDoesNotSaveItselfInTimeGoesOn(String name) throws Exception {
        Path totals = scratch.resolve("totals");
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get(name), List.of(totals.toString(), "" + HELD_ROUNDS), scratch);
        try (PersistentProcess process = PersistentProcess.start(image, program, options())) {
            for (int attempt = 0; attempt < 5; attempt++) {
                Linux.pidfdSendSignal(process.pidfd(), Linux.SIGSTOP);
                assertThatThrownBy(() -> process.saveItself(Optional.empty(), HELD_NANOS))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining("did not save itself within 50 ms: thread ");
                Linux.pidfdSendSignal(process.pidfd(), SIGCONT);
                saveSomeThreads(process);
            }

            assertThat(process.waitFor())
                    .as(Files.readString(scratch.resolve("log")))
                    .isZero();
            long tenth = HELD_ROUNDS / 10;
            assertThat(Files.readString(totals))
                    .isEqualTo("workers %d ring %d churn %d locals %d\n"
                            .formatted(3 * HELD_ROUNDS, 3 * tenth, tenth * (tenth - 1) / 2, 3 * HELD_ROUNDS));
        }
    }

    /** A controller may die while the threads wait for its word: another one cuts the power, and they go on where they were. */
    @ParameterizedTest
    @ValueSource(strings = {"counter-glibc", "counter-musl-static"})
    void aProcessThatSavesItselfCanBeCut(String name) throws Exception {
        List<String> words = List.of(scratch.resolve("lines").toString(), Long.toString(LINES), "20000");
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        PersistentProcess process =
                PersistentProcess.start(image, new Program(TestPrograms.get(name), words, scratch), options());
        try {
            for (int cut = 0; cut < 10; cut++) {
                saveFirstThread(process);
                try (Freeze freeze = process.freeze()) {
                    freeze.save(SavePlan.complete());
                    freeze.kill();
                }
                process.close();
                process = PersistentProcess.resume(image, options());
            }
            assertThat(process.waitFor())
                    .as(Files.readString(scratch.resolve("log")))
                    .isZero();
            assertThat(Files.readString(scratch.resolve("lines")).equals(counted(LINES)))
                    .isTrue();
        } finally {
            process.close();
        }
    }

    /** A thread whose epoll_ctl has happened, but does not count yet, begins it again, and may not find what another has closed since. */
    @ParameterizedTest
    @ValueSource(strings = {"watchers-glibc", "watchers-musl-static"})
    void whatAnotherThreadDoesMeanwhileDoesNotGetInTheWay(String name) throws Exception {
        Path stop = scratch.resolve("stop");
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get(name), List.of(stop.toString()), scratch);
        PersistentProcess process = PersistentProcess.start(image, program, options());
        try {
            for (int cut = 0; cut < CUTS; cut++) {
                saveFirstThread(process);
                try (Freeze freeze = process.freeze()) {
                    freeze.save(SavePlan.complete());
                    freeze.kill();
                }
                process.close();
                process = PersistentProcess.resume(image, options());
            }
            Files.createFile(stop);
            assertThat(process.waitFor()).isZero();
            assertThat(Files.readString(scratch.resolve("log"))).isEqualTo("wrong 0\n");
        } finally {
            process.close();
        }
    }

    @Test
    void aProcessWhoseControllerHasDiedGoesOn() {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get("sleeper-glibc"), List.of(), scratch);
        try (PersistentProcess process = PersistentProcess.start(image, program, options())) {
            saveFirstThread(process);

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !process.tables().thread(0).isSaved());

            assertThat(process.tables().headerNumber("power")).isEqualTo(Layout.number("POWER_ON"));
        }
    }

    /** A timer's signal that waits for one thread is not taken by another that handles it. */
    @ParameterizedTest
    @ValueSource(strings = {"threadtimers-glibc", "threadtimers-musl-static"})
    void theSignalOfATimerOfAThreadComesBackForThatThread(String name) throws Exception {
        survives(name, Long.toString(15L * CUTS));
    }

    private static void saveSomeThreads(PersistentProcess process) {
        saveFirstThread(process);
        process.tables().setHeaderNumber("power", Layout.number("POWER_ON"));
        await().until(() -> !process.tables().thread(0).isSaved());
    }

    private static void saveFirstThread(PersistentProcess process) {
        Tables tables = process.tables();
        ConditionFactory soon = await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
        soon.until(() -> process.imageState() == ImageState.RUNNING);
        tables.thread(0).setSaved(false);
        tables.setHeaderNumber("power", Layout.number("POWER_GOES"));
        soon.until(() -> {
            Linux.tgkill((int) process.pid(), (int) process.pid(), SIGSYS);
            return tables.thread(0).isSaved();
        });
    }

    /** The mark, registers, the mask, the length (lowest and highest byte), the checksum, vector state: each in turn. */
    @Test
    void anImageWithATornSaveAreaIsRefused() {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get("sleeper-glibc"), List.of(), scratch);
        List<TornArea> tears = IntStream.concat(IntStream.rangeClosed(0, 27 * 8 + 8 + 8 + 8), IntStream.of(600, 5_000))
                .mapToObj(place -> new TornArea(0, place))
                .toList();
        PersistentProcess process = PersistentProcess.start(image, program, options());
        try {
            SelfSavedState state = process.saveItself(tears);

            assertThat(state.acceptedTears()).isEmpty();
            assertThat(state.saved().sealed()).as("the tears are mended").isTrue();
            process.close();
            process = PersistentProcess.resume(image, options());
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.close();
        }
    }

    /** A process that another cut has ended, or that ended by itself, cannot save itself. */
    @Test
    void aProcessThatIsGoneIsRefused() {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get("sleeper-glibc"), List.of(), scratch);
        try (PersistentProcess process = PersistentProcess.start(image, program, options())) {
            assertThat(process.saveItself(Optional.empty()).saved().sealed()).isTrue();
            assertThatThrownBy(() -> process.saveItself(Optional.empty()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("its image is CUT");
        }
    }

    private LaunchOptions options() {
        Path log = scratch.resolve("log");
        return LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }

    private void survives(String name, String... words) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get(name), List.of(words), scratch);
        PersistentProcess process = PersistentProcess.start(image, program, options());
        try {
            for (int cut = 1; cut <= CUTS; cut++) {
                LockSupport.parkNanos(random.nextLong(EPOCH_NANOS_MAX / 20, EPOCH_NANOS_MAX));
                assertThat(process.isAlive())
                        .as("%s runs at cut %d; it says: %s", name, cut, Files.readString(scratch.resolve("log")))
                        .isTrue();
                SelfSavedState state = process.saveItself(Optional.empty());
                assertThat(state.saved().sealed()).as("save areas are complete").isTrue();
                assertThat(state.exitCode()).isEqualTo(SelfSavedState.EXIT_CODE);
                assertThat(state.saved().cuts()).isEqualTo(cut);
                assertThat(state.threads()).isPositive();
                assertThat(process.waitFor()).isEqualTo(SelfSavedState.EXIT_CODE);
                process.close();
                process = PersistentProcess.resume(image, options());
            }
            assertThat(process.waitFor())
                    .as("exit code of %s, seed %d; it says: %s", name, SEED, Files.readString(scratch.resolve("log")))
                    .isZero();
        } finally {
            process.close();
        }
    }
}
