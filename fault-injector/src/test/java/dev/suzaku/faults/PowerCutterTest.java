package dev.suzaku.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.ImageVerification;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts of real processes at every fidelity; planted bugs must show. */
class PowerCutterTest {
    private static final Path PROGRAMS = Path.of("..", "pmem-runtime", "target", "test-programs")
            .toAbsolutePath()
            .normalize();
    private static final long EPOCH_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final Duration ENDED_TIMEOUT = Duration.ofSeconds(60);
    private static final String MANY = "1000000000";

    @TempDir
    Path scratch;

    private final PowerCutter cutter = new PowerCutter();

    @Test
    void aCompleteCutHasACompleteReceiptAndTheProgramSurvivesIt() throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "ledger-glibc", "10000000");
        for (int index = 0; index < 10; index++) {
            LockSupport.parkNanos(EPOCH_NANOS);
            Receipt receipt = cutter.cut(process, image, cut(index, Fidelity.L1, PlantedBug.NONE));
            assertThat(receipt.complete()).isTrue();
            assertThat(receipt.exitSignal()).isEqualTo(9);
            assertThat(receipt.pid()).isEqualTo(process.pid());
            assertThat(receipt.tablesChecksum()).isNotZero();
            assertThat(receipt.threads()).isEqualTo(1).isEqualTo(receipt.threadsInUser() + receipt.threadsInKernel());
            assertThat(receipt.frozenEarliestNanos()).isLessThan(receipt.frozenLatestNanos());
            assertThat(receipt.frozenLatestNanos()).isLessThan(receipt.killedNanos());
            assertThat(ReceiptJson.read(ReceiptJson.write(receipt))).isEqualTo(receipt);
            process.close();
            process = PersistentProcess.resume(image, options());
        }
        assertThat(ending(process)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aTornImageIsNeverResumed(long seed) {
        ImageDirectory image = image();
        try (PersistentProcess process = start(image, "pthreads-glibc", scratch + "/totals", MANY)) {
            LockSupport.parkNanos(EPOCH_NANOS);
            Receipt receipt =
                    cutter.cut(process, image, new PlannedCut(0, Fidelity.L1_TORN, 1, 0, seed, PlantedBug.NONE));
            assertThat(receipt.complete()).as("everything planned was done").isTrue();
            assertThat(receipt.tablesChecksum()).isZero();
            assertThat(receipt.note()).contains("cut short");
        }
        assertThat(ImageVerification.of(image).isResumable()).isFalse();
        assertThatThrownBy(() -> PersistentProcess.resume(image, options()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("torn");
    }

    @Test
    void lostMemoryShows() throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "ledger-glibc", MANY);
        awaitText(scratch.resolve("log"), "ready");
        Receipt receipt = cutter.cut(process, image, cut(0, Fidelity.L1_LOSSY, PlantedBug.NONE));
        process.close();

        assertThat(receipt.complete()).isTrue();
        assertThat(receipt.revertedLines()).isPositive();
        assertThat(image.path().resolve("pool.earlier")).doesNotExist();
        assertThat(ending(PersistentProcess.resume(image, options())))
                .as("the ledger finds accounts that went back in time")
                .isNotZero();
    }

    @Test
    void aStaleRegisterShows() throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "ledger-glibc", MANY);
        awaitText(scratch.resolve("log"), "ready");
        assertThat(endingWithBug(PlantedBug.STALE_REGISTER, Fidelity.L1, image, process))
                .as("exit code of a ledger with a stale register")
                .isNotZero();
    }

    @Test
    void aStaleTableEntryShows() throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "counter-glibc", scratch + "/lines", MANY);
        awaitText(scratch.resolve("lines"), "1\n");
        assertThat(endingWithBug(PlantedBug.STALE_TABLE_ENTRY, Fidelity.L1, image, process))
                .as("exit code of a counter whose file is no longer open")
                .isEqualTo(3);
    }

    @Test
    void anOrdinaryProcessIsKilledWithAReceipt() throws Exception {
        Process process = new ProcessBuilder(PROGRAMS.resolve("sleeper-glibc").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Receipt receipt = cutter.kill(process.toHandle(), cut(0, Fidelity.L1, PlantedBug.NONE));

        assertThat(receipt.complete()).isTrue();
        assertThat(receipt.tablesChecksum()).isZero();
        // Both the cutter and the JVM's own reaper wait for this child; the exit code belongs to whoever comes first.
        assertThat(receipt.exitSignal()).isEqualTo(9);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.of(receipt.pid())).isEmpty();
    }

    @Test
    void aProcessThatSavesItselfHasAReceiptThatSaysSo() throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "ledger-glibc", "10000000");
        for (int index = 0; index < 10; index++) {
            LockSupport.parkNanos(EPOCH_NANOS);
            Receipt receipt = cutter.cut(process, image, cut(index, Fidelity.L0, PlantedBug.NONE));
            assertThat(receipt.complete()).isTrue();
            assertThat(receipt.exitSignal()).isZero();
            assertThat(receipt.note()).isEqualTo("save areas all complete: 1, exit code 137");
            assertThat(receipt.fidelity()).isEqualTo(Fidelity.L0);
            assertThat(receipt.tablesChecksum()).isNotZero();
            assertThat(receipt.threads()).isEqualTo(1).isEqualTo(receipt.threadsInUser() + receipt.threadsInKernel());
            assertThat(ImageVerification.of(image).isResumable()).isTrue();
            process.close();
            process = PersistentProcess.resume(image, options());
        }
        assertThat(ending(process)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = PlantedBug.class,
            names = {"STALE_REGISTER", "STALE_TABLE_ENTRY"})
    void aBugIsPlantedIntoAnImageThatTheProcessSavedItself(PlantedBug bug) throws Exception {
        ImageDirectory image = image();
        PersistentProcess process = start(image, "counter-glibc", scratch + "/lines", MANY);
        awaitText(scratch.resolve("lines"), "1\n");
        assertThat(endingWithBug(bug, Fidelity.L0, image, process)).isNotZero();
    }

    @Test
    void textThatIsNoReceiptIsRefused() {
        assertThatThrownBy(() -> ReceiptJson.read("{\"cut\":1}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReceiptJson.read("[")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReceiptJson.read("x".repeat(100_000))).hasMessageContaining("too long");
    }

    /** Cuts until the planted bug has ended the program, at most 200 times; its exit code. */
    private int endingWithBug(PlantedBug bug, Fidelity fidelity, ImageDirectory image, PersistentProcess started)
            throws Exception {
        PersistentProcess process = started;
        boolean planted = false;
        for (int index = 0; index < 200 && process.isAlive(); index++) {
            LockSupport.parkNanos(EPOCH_NANOS);
            try {
                planted |= cutter.cut(process, image, cut(index, fidelity, bug))
                        .note()
                        .contains("planted: ");
            } catch (ImageException e) {
                break; // it ended by itself in the meantime; its exit code tells
            }
            process.close();
            process = PersistentProcess.resume(image, options());
        }
        assertThat(planted).as("the bug was planted").isTrue();
        return ending(process);
    }

    private static void awaitText(Path file, String text) {
        await().atMost(ENDED_TIMEOUT)
                .until(() -> Files.exists(file) && Files.readString(file).contains(text));
    }

    /** The exit code of a program that must end. */
    private static int ending(PersistentProcess process) {
        try (process) {
            await().atMost(ENDED_TIMEOUT).until(() -> process.exitCode().isPresent());
            return process.exitCode().getAsInt();
        }
    }

    private static PlannedCut cut(int index, Fidelity fidelity, PlantedBug bug) {
        return new PlannedCut(index, fidelity, 1, 0, 1000 + index, bug);
    }

    private ImageDirectory image() {
        return ImageDirectory.createEmpty(scratch.resolve("image"));
    }

    private LaunchOptions options() {
        Path log = scratch.resolve("log");
        return LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }

    private PersistentProcess start(ImageDirectory image, String program, String... arguments) {
        return PersistentProcess.start(
                image, new Program(PROGRAMS.resolve(program), List.of(arguments), scratch), options());
    }
}
