package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.suzaku.coordinator.JsonStyle;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns from the command line to the verdict, with the agent in the coordinator's JVM and in its own. */
class EndToEndTest {
    private static final Pattern AGENT = Pattern.compile("agent in its own JVM, process (\\d+)");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOST_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @BeforeEach
    void needs_memcached() {
        assumeThat(Machine.memcached())
                .as("memcached is installed (apt-get install memcached)")
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "own-jvm"})
    void memcached_survives_its_cuts_and_the_controls_are_found(String agent) throws Exception {
        JsonNode result = run(0, campaign("wpp", 5, 300), "--agent", agent);

        assertThat(result.path("outcome").asText()).isEqualTo("PASS");
        JsonNode run = result.at("/runs/0");
        assertThat(run.at("/conditions/durable").asText()).isEqualTo("VALID");
        assertThat(run.path("receipts").asInt()).isEqualTo(5);
        assertThat(run.path("operations").asLong()).isGreaterThan(5 * 300);
        assertThat(run.at("/recovery_ms/median").asDouble()).isPositive();
        assertThat(result.at("/runs/1/detected").asBoolean()).isTrue();
        assertThat(Path.of(result.path("store").asText()).resolve("control-no-persistence/counterexample.txt"))
                .exists();
        assertThat(folder.resolve("store/latest/result.json")).exists();
        assertThat(folder.resolve("store/current")).doesNotExist();
        assertThat(JsonStyle.checkedFiles(folder.resolve("store")))
                .contains(
                        "campaign.json",
                        "result.json",
                        "verdict.json",
                        "counterexample.json",
                        "env.json",
                        "cuts.jsonl",
                        "spec.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "own-jvm"})
    void without_planted_bugs_the_campaign_is_invalid(String agent) throws Exception {
        JsonNode result = run(1, campaign("wpp", 2, 100), "--agent", agent, "--disable-planted-bugs");

        assertThat(result.path("outcome").asText()).isEqualTo("INVALID");
        assertThat(result.path("valid").asBoolean()).isFalse();
        assertThat(result.path("reason").asText()).startsWith("controls not detected: control-no-persistence");
    }

    @Test
    void a_target_that_forgets_is_a_violation_with_exit_code_one() throws Exception {
        JsonNode result = run(1, campaign("none", 2, 500));

        assertThat(result.path("outcome").asText()).isEqualTo("VIOLATION");
    }

    @Test
    void killing_the_agent_ends_the_run_inconclusive_and_leaves_nothing_running() throws Exception {
        Path campaign = campaign("wpp", 1_000, 5_000);
        try (CommandLineProcess suzaku =
                CommandLineProcess.start(folder, "run", campaign.toString(), "--json", "--agent", "own-jvm")) {
            long agent = await(() -> agentOf(suzaku));
            List<ProcessHandle> belowAgent = await(() -> targetsOf(agent));
            long killed = System.nanoTime();
            ProcessHandle.of(agent).orElseThrow().destroyForcibly();

            Awaitility.await()
                    .atMost(LOST_WITHIN)
                    .until(() -> verdict("memcached-wpp-L1").isPresent());
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LOST_WITHIN);
            JsonNode run = verdict("memcached-wpp-L1").orElseThrow().path("run");
            assertThat(run.path("outcome").asText()).isEqualTo("INCONCLUSIVE");
            assertThat(run.path("reason").asText()).isEqualTo("worker lost");
            Awaitility.await().atMost(SOON).until(() -> belowAgent.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(suzaku.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void killing_the_coordinator_leaves_directories_that_the_next_start_lists() throws Exception {
        Path campaign = campaign("wpp", 1_000, 5_000);
        List<ProcessHandle> targets;
        try (CommandLineProcess suzaku =
                CommandLineProcess.start(folder, "run", campaign.toString(), "--agent", "embedded")) {
            targets = await(() -> targetsOf(suzaku.pid()));
            suzaku.killMinusNine();
        }

        CampaignDirectory left = RunStore.open(folder.resolve("store"), Clock.systemUTC())
                .campaigns()
                .get(0);
        assertThat(left.json().path("outcome").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(left.json().at("/runs/0/reason").asText()).isEqualTo("interrupted");
        Awaitility.await().atMost(SOON).until(() -> targets.stream().noneMatch(ProcessHandle::isAlive));
        try (CommandLineProcess next = CommandLineProcess.start(
                folder,
                "coordinator",
                "--port",
                "17171",
                "--cluster-port",
                "25719",
                "--store",
                folder.resolve("store").toString())) {
            Awaitility.await().atMost(SOON).until(() -> next.err().contains("INCONCLUSIVE  interrupted"));
        }
    }

    private Path campaign(String persistence, int cuts, int operations) throws Exception {
        return Files.writeString(
                folder.resolve("campaign.yaml"), """
                campaign: end-to-end
                targets: [{type: memcached, persistence: %s, memory_mib: 64}]
                workloads: [{type: mixed, clients: 4}]
                cut_plans: [{fidelity: L1, cuts: %d, operations_between: {min: %d, max: %d}}]
                controls: [{plant: no-persistence, cuts: 2, operations_between: {min: 500, max: 600}}]
                """.formatted(persistence, cuts, operations, operations + 100));
    }

    private JsonNode run(int exitCode, Path campaign, String... options) throws Exception {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"run", campaign.toString(), "--json", "--seed", "7"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        try (CommandLineProcess suzaku = CommandLineProcess.start(folder, arguments)) {
            assertThat(suzaku.exitCode()).as(suzaku.err()).isEqualTo(exitCode);
            return JsonStyle.checked(suzaku.out());
        }
    }

    private Optional<JsonNode> verdict(String run) {
        return RunStore.open(folder.resolve("store"), Clock.systemUTC()).campaigns().stream()
                .findFirst()
                .flatMap(campaign -> campaign.run(run))
                .flatMap(directory -> directory.verdict());
    }

    private static Optional<Long> agentOf(CommandLineProcess suzaku) throws Exception {
        Matcher agent = AGENT.matcher(suzaku.err());
        return agent.find() ? Optional.of(Long.parseLong(agent.group(1))) : Optional.empty();
    }

    /** The target's processes, once the program itself is among them. */
    private static Optional<List<ProcessHandle>> targetsOf(long pid) {
        List<ProcessHandle> below =
                ProcessHandle.of(pid).orElseThrow().descendants().toList();
        return below.size() >= 2 ? Optional.of(below) : Optional.empty();
    }

    private interface Look<T> {
        Optional<T> look() throws Exception;
    }

    private static <T> T await(Look<T> look) {
        return Awaitility.await()
                .atMost(SOON)
                .until(look::look, Optional::isPresent)
                .orElseThrow();
    }
}
