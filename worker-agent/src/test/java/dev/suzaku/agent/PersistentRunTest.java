package dev.suzaku.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import dev.suzaku.faults.Receipt;
import dev.suzaku.histories.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs with Debian's memcached under whole-process persistence. */
class PersistentRunTest {

    private static final long SEED = 21;
    private static final Limits LIMITS = new Limits(3_000, 20_000, 3_000, 120_000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Fidelity.class,
            names = {"L0", "L1"})
    void memcachedSurvivesEveryCutAndItsHistoryIsDurable(Fidelity fidelity) {
        RunReport report = new RunMachine(spec(fidelity, PlantedBug.NONE, 8), directory, progress -> {}).run();

        assertThat(report.findings()).isEmpty();
        assertThat(report.completed()).isTrue();
        assertThat(report.receipts()).hasSize(8).allMatch(Receipt::complete);
        assertThat(report.receipts()).extracting(Receipt::tablesChecksum).doesNotContain(0L);
        assertThat(report.recoveryMillis()).hasSize(8);
        assertThat(report.cutsWithInFlight()).isGreaterThanOrEqualTo(6);
        assertThat(report.threadsInUser()).isPositive();
        assertThat(report.threadsInKernel()).isPositive();
        assertThat(report.lastEpochShareObserved()).isGreaterThan(0.5);
        assertThat(durable()).isEqualTo(Answer.VALID);
        assertThat(imagesOfThisProcess()).isEmpty();
        assertThat(directory.resolve("image")).doesNotExist();
    }

    @Test
    void memoryThatGoesBackIsFoundAndTheImageIsKept() {
        RunReport report =
                new RunMachine(spec(Fidelity.L1_LOSSY, PlantedBug.NONE, 10), directory, progress -> {}).run();

        assertThat(found(report)).isTrue();
        assertThat(imagesOfThisProcess()).isEmpty();
    }

    @Test
    void aStaleTableEntryIsFound() {
        RunReport report =
                new RunMachine(spec(Fidelity.L1, PlantedBug.STALE_TABLE_ENTRY, 10), directory, progress -> {}).run();

        assertThat(found(report)).isTrue();
    }

    @Test
    void aStaleRegisterIsFound() {
        RunReport report =
                new RunMachine(spec(Fidelity.L1, PlantedBug.STALE_REGISTER, 20), directory, progress -> {}).run();

        assertThat(found(report)).isTrue();
    }

    @Test
    void aTornImageIsRefused() {
        RunReport report = new RunMachine(spec(Fidelity.L1_TORN, PlantedBug.NONE, 1), directory, progress -> {}).run();

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INCONCLUSIVE);
            assertThat(finding.reason()).isEqualTo("torn image refused");
        });
    }

    @Test
    void cancelLeavesNoProcessAndNoImage() throws Exception {
        RunMachine machine = new RunMachine(spec(Fidelity.L1, PlantedBug.NONE, 1_000), directory, progress -> {});
        CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(machine::run);
        Path cuts = directory.resolve("cuts.jsonl");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(cuts) && Files.readAllLines(cuts).size() >= 2);
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        assertThat(children).isNotEmpty();

        machine.cancel();

        assertThat(run.join().completed()).isFalse();
        assertThat(run.join().findings()).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(imagesOfThisProcess()).isEmpty();
    }

    /** By the agent, or else by the checker. */
    private boolean found(RunReport report) {
        boolean byAgent = report.findings().stream().anyMatch(finding -> finding.kind() == Finding.Kind.VIOLATION);
        if (byAgent) {
            assertThat(directory.resolve("image")).isDirectory();
        }
        return byAgent || durable() == Answer.INVALID;
    }

    private Answer durable() {
        CheckRequest request = new CheckRequest("kv", List.of(Condition.DURABLE), 20_000, "auto", false);
        Verdict verdict = new HistoryChecker().check(HistoryFile.read(directory.resolve("history.szh")), request);
        return verdict.conditions().get(Condition.DURABLE);
    }

    private static List<Path> imagesOfThisProcess() {
        String prefix = "suzaku-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> entries = Files.list(Path.of("/dev/shm"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            return List.of(); // no memory file system here: then images lie in the run directory
        }
    }

    private static RunSpec spec(Fidelity fidelity, PlantedBug bug, int cuts) {
        CutPlan plan = new CutPlan(SEED, fidelity, cuts, 1_000, 1_500, bug);
        return new RunSpec(
                "test",
                "persistent",
                RunSpec.MEMCACHED,
                RunSpec.WPP,
                Workload.mixed(),
                plan,
                SEED,
                "",
                0,
                TargetOptions.defaults(),
                LIMITS);
    }
}
