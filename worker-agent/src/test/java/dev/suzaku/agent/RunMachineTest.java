package dev.suzaku.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with Debian's memcached that persists nothing. */
class RunMachineTest {

    private static final long SEED = 7;

    @TempDir
    Path directory;

    @Test
    void aRunWithoutPersistenceLosesAcknowledgedWritesAndItsHistoryShowsIt() throws IOException {
        RunReport report = new RunMachine(spec("none", 4, 1_500, 0), directory, progress -> {}).run();

        assertThat(report.findings()).isEmpty();
        assertThat(report.completed()).isTrue();
        assertThat(report.cuts()).isEqualTo(4);
        assertThat(report.receipts()).hasSize(4).allMatch(receipt -> receipt.complete() && receipt.exitSignal() == 9);
        assertThat(report.receipts()).allMatch(receipt -> receipt.threads() >= 5);
        assertThat(report.recoveryMillis()).hasSize(4).allMatch(millis -> millis > 0 && millis < 10_000);
        assertThat(report.cutsWithInFlight()).isPositive();
        assertThat(report.lastEpochShareObserved()).isGreaterThan(0.5);
        assertThat(Files.readAllLines(directory.resolve("cuts.jsonl"))).hasSize(4);

        History history = HistoryFile.read(directory.resolve("history.szh"));
        assertThat(history.complete()).isTrue();
        assertThat(history.operations()).hasSize((int) report.operations());
        assertThat(history.cuts()).hasSize(4);
        assertThat(lostWrites(history))
                .as("acknowledged values missing right after a cut")
                .isNotEmpty();
    }

    @Test
    void theHistoryHoldsEveryVerbAndOperationsInvokedDuringAnOutage() {
        new RunMachine(spec("verbs", 4, 2_000, 0), directory, progress -> {}).run();

        History history = HistoryFile.read(directory.resolve("history.szh"));
        assertThat(functions(history))
                .contains("get", "gets", "set", "add", "replace", "delete", "cas", "incr", "decr", "dump");
        assertThat(history.operations()).anyMatch(operation -> duringOutage(operation, history.cuts()));
        assertThat(history.operations()).anyMatch(operation -> operation.outcome() == Outcome.INFO);
        Map<String, Long> unknownWrites = history.operations().stream()
                .filter(operation -> operation.outcome() == Outcome.INFO)
                .filter(operation -> !Set.of("get", "gets", "dump").contains(operation.function()))
                .collect(Collectors.groupingBy(Operation::key, Collectors.counting()));
        assertThat(unknownWrites.values()).allMatch(count -> count <= 30);
    }

    @Test
    void everyPlantedStaleReadIsOlderThanAValueStoredBeforeTheReadBegan() {
        RunReport report = new RunMachine(spec("stale", 0, 20_000, 500), directory, progress -> {}).run();

        assertThat(report.staleReadsPlanted()).isGreaterThan(5);
        History history = HistoryFile.read(directory.resolve("history.szh"));
        assertThat(staleReads(history)).hasSize((int) report.staleReadsPlanted());
    }

    @Test
    void noReadIsStaleWhenNothingIsPlanted() {
        new RunMachine(spec("fresh", 0, 20_000, 0), directory, progress -> {}).run();

        assertThat(staleReads(HistoryFile.read(directory.resolve("history.szh"))))
                .isEmpty();
    }

    @Test
    void progressIsToldBetweenFiveAndTwentyTimesPerSecondAndEndsWithDone() {
        List<Progress> told = Collections.synchronizedList(new ArrayList<>());
        RunReport report = new RunMachine(spec("progress", 2, 20_000, 0), directory, told::add).run();

        double perSecond = told.size() * 1_000.0 / report.elapsedMillis();
        assertThat(perSecond).isBetween(5.0, 20.0);
        assertThat(told.get(told.size() - 1).state()).isEqualTo(RunState.DONE);
        assertThat(told.get(told.size() - 1).operations()).isEqualTo(report.operations());
    }

    @Test
    void cancelEndsTheRunAndLeavesNoProcessThreadOrFileBehind() throws Exception {
        Set<String> filesBefore = openFiles();
        RunMachine machine = new RunMachine(spec("cancelled", 1_000, 5_000, 0), directory, progress -> {});
        CompletableFuture<RunReport> run = new CompletableFuture<>();
        Thread thread = new Thread(() -> run.complete(machine.run()), "cancel-test");
        thread.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> cutLines() >= 2 && !ourMemcacheds().isEmpty());

        machine.cancel();
        machine.cancel();

        RunReport report = run.get(10, java.util.concurrent.TimeUnit.SECONDS);
        thread.join();
        assertThat(report.completed()).isFalse();
        assertThat(report.findings()).isEmpty();
        assertThat(ourMemcacheds()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(each -> each.getName().contains("cancelled-"));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(each -> each.getName().contains("history-writer"));
        assertThat(openFiles()).isEqualTo(filesBefore);
    }

    @Test
    void aMissingProgramIsOneClearLine() {
        TargetOptions options = new TargetOptions("/nowhere/memcached", 0, 4, 64, 0);
        assertThatThrownBy(() -> new RunMachine(spec("missing", options), directory, progress -> {}).run())
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("memcached is not installed: /nowhere/memcached")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aTakenPortIsOneClearLine() throws IOException {
        try (ServerSocket taken = listenBelowTheEphemeralRange()) {
            TargetOptions options = new TargetOptions("", taken.getLocalPort(), 4, 64, 0);
            assertThatThrownBy(() -> new RunMachine(spec("taken", options), directory, progress -> {}).run())
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aProgramThatDiesAtOnceIsOneClearLine() {
        TargetOptions options = new TargetOptions("/bin/false", 0, 4, 64, 0);
        assertThatThrownBy(() -> new RunMachine(spec("dies", options), directory, progress -> {}).run())
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("the target does not start: exit code 1");
    }

    private static RunSpec spec(String run, int cuts, long operationsBetween, long staleReadOneIn) {
        CutPlan plan =
                new CutPlan(SEED, Fidelity.L1, cuts, operationsBetween, operationsBetween + 500, PlantedBug.NONE);
        return RunSpec.of(
                "test", run, RunSpec.MEMCACHED, RunSpec.NONE, Workload.mixed(), plan, SEED, "", staleReadOneIn);
    }

    private static RunSpec spec(String run, TargetOptions options) {
        CutPlan plan = new CutPlan(SEED, Fidelity.L1, 1, 100, 200, PlantedBug.NONE);
        return new RunSpec(
                "test",
                run,
                RunSpec.MEMCACHED,
                RunSpec.NONE,
                Workload.mixed(),
                plan,
                SEED,
                "",
                0,
                options,
                Limits.defaults());
    }

    /** Reads right after a cut that miss although the last thing that happened to the key before it was a set. */
    private static List<Operation> lostWrites(History history) {
        List<Operation> lost = new ArrayList<>();
        for (PowerCut cut : history.cuts()) {
            Map<String, List<Operation>> byKey =
                    history.operations().stream().collect(Collectors.groupingBy(Operation::key));
            byKey.values().forEach(operations -> lost.addAll(lostAt(cut, operations)));
        }
        return lost;
    }

    private static List<Operation> lostAt(PowerCut cut, List<Operation> ofKey) {
        List<Operation> before = ofKey.stream()
                .filter(operation -> operation.invokeNanos() < cut.crashEarliestNanos())
                .toList();
        boolean setLast = !before.isEmpty()
                && before.get(before.size() - 1).function().equals("set")
                && before.get(before.size() - 1).outcome() == Outcome.OK;
        return ofKey.stream()
                .filter(operation -> operation.invokeNanos() > cut.crashLatestNanos())
                .limit(setLast ? 1 : 0)
                .filter(operation -> operation.function().equals("get") && operation.outcome() == Outcome.OK)
                .filter(operation -> operation.result().equals(Value.NOTHING))
                .toList();
    }

    /** Gets of a value whose writer had stored another value on the key after it, all before the get began. */
    private static List<Operation> staleReads(History history) {
        List<Operation> stale = new ArrayList<>();
        Map<String, List<Operation>> byKey = history.operations().stream()
                .filter(operation -> operation.outcome() == Outcome.OK)
                .collect(Collectors.groupingBy(Operation::key));
        byKey.values().forEach(operations -> {
            Map<String, Operation> writes = operations.stream()
                    .filter(operation -> operation.result().equals(Value.of("STORED")))
                    .collect(Collectors.toMap(RunMachineTest::written, operation -> operation, (a, b) -> a));
            operations.stream()
                    .filter(operation -> operation.function().equals("get"))
                    .filter(read -> isStale(read, writes))
                    .forEach(stale::add);
        });
        return stale;
    }

    private static boolean isStale(Operation read, Map<String, Operation> writes) {
        Operation write = read.result() instanceof Value.Text text ? writes.get(text.value()) : null;
        return write != null
                && writes.values().stream()
                        .anyMatch(later ->
                                later.invokeNanos() > write.returnNanos() && later.returnNanos() < read.invokeNanos());
    }

    private static String written(Operation operation) {
        return operation.argument() instanceof Value.Sequence cas
                ? ((Value.Text) cas.items().get(0)).value()
                : ((Value.Text) operation.argument()).value();
    }

    private static boolean duringOutage(Operation operation, List<PowerCut> cuts) {
        return cuts.stream()
                .anyMatch(cut -> operation.invokeNanos() > cut.crashLatestNanos()
                        && operation.invokeNanos() < cut.readyLatestNanos());
    }

    private static Set<String> functions(History history) {
        return history.operations().stream().map(Operation::function).collect(Collectors.toSet());
    }

    private long cutLines() throws IOException {
        Path cuts = directory.resolve("cuts.jsonl");
        return Files.exists(cuts) ? Files.readAllLines(cuts).size() : 0;
    }

    private static List<ProcessHandle> ourMemcacheds() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("memcached"))
                .toList();
    }

    private static Set<String> openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(RunMachineTest::target)
                    .filter(name -> name.contains("socket") || name.contains("junit") || name.contains("memcached"))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // the descriptor that lists the directory is gone by now
        }
    }

    private static ServerSocket listenBelowTheEphemeralRange() throws IOException {
        for (int port = 21_000; port < 22_000; port++) {
            try {
                return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
            } catch (java.net.BindException e) {
                continue; // taken by somebody else: the next one will do
            }
        }
        throw new IOException("no free port");
    }
}
