package dev.suzaku.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import dev.suzaku.histories.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent in a JVM of its own that is killed in the middle of a run. */
class AgentKilledTest {

    @TempDir
    Path directory;

    /** Runs without end until killed. */
    public static void main(String[] arguments) {
        CutPlan plan = new CutPlan(1, Fidelity.L1, 10_000, 1_000, 2_000, PlantedBug.NONE);
        RunSpec spec = RunSpec.of("test", "killed", RunSpec.MEMCACHED, RunSpec.NONE, Workload.mixed(), plan, 1, "", 0);
        new RunMachine(spec, Path.of(arguments[0]), progress -> {}).run();
    }

    @Test
    void theTargetDiesWithItsAgentAndTheHistorySoFarIsReadableAndIncomplete() throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentKilledTest.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(agent.isAlive()).as("the agent ended: %s", log()).isTrue();
            assertThat(cuts()).as("cuts so far: %s", log()).isGreaterThanOrEqualTo(5);
            assertThat(target(agent)).as("the agent's target: %s", log()).isPresent();
        });

        ProcessHandle target = killMidEpoch(agent);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !target.isAlive());
        assertThat(HistoryFile.read(directory.resolve("history.szh")).complete())
                .isFalse();
    }

    /** Kills the agent while a target of it lives, and returns that target. */
    private static ProcessHandle killMidEpoch(Process agent) throws InterruptedException {
        ProcessHandle target = Awaitility.await()
                .until(() -> target(agent), Optional::isPresent)
                .orElseThrow();
        agent.destroyForcibly().waitFor();
        return target;
    }

    private static Optional<ProcessHandle> target(Process agent) {
        List<ProcessHandle> children = agent.children()
                .filter(child -> child.info().command().orElse("").endsWith("memcached"))
                .toList();
        return children.stream().findFirst();
    }

    private String log() throws IOException {
        Path log = directory.resolve("agent.log");
        return Files.exists(log) ? Files.readString(log) : "no log yet";
    }

    private long cuts() throws IOException {
        Path cuts = directory.resolve("cuts.jsonl");
        return Files.exists(cuts) ? Files.readAllLines(cuts).size() : 0;
    }
}
