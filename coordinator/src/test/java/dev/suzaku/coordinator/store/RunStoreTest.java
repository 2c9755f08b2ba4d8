package dev.suzaku.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.grading.CampaignGrading;
import dev.suzaku.coordinator.grading.Evidence;
import dev.suzaku.coordinator.grading.ResultJson;
import dev.suzaku.coordinator.grading.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
    private static final CampaignPlan PLAN = Samples.plan(7, true);
    private static final String RUN = "memcached-wpp-L1";

    @TempDir
    private Path root;

    private RunStore store;

    @BeforeEach
    void open() {
        store = RunStore.open(root, Clock.fixed(Instant.parse("2026-11-23T01:02:03Z"), ZoneOffset.UTC));
    }

    @Test
    void a_finished_campaign_reads_back_as_it_was_written() {
        CampaignDirectory campaign = create();
        List<RunResult> results = PLAN.runs().stream()
                .map(run -> Samples.asExpected(run, Samples.cleanReport()))
                .toList();
        results.forEach(result -> writeVerdict(campaign, result));
        campaign.writeResult(ResultJson.campaign(
                PLAN, results, CampaignGrading.of(results), campaign.path().toString(), "again"));
        store.finish(campaign);

        JsonNode read = store.campaign(campaign.id()).orElseThrow().json();

        assertThat(read.path("outcome").asText()).isEqualTo("PASS");
        assertThat(read.path("runs")).hasSize(3);
        assertThat(read.path("runs"))
                .allSatisfy(run -> assertThat(run.path("state").asText()).isEqualTo("done"));
        assertThat(read.at("/runs/0/strongest").asText()).isEqualTo("strict");
        assertThat(read.at("/runs/0/recovery_ms/median").asDouble()).isEqualTo(5.5);
        assertThat(read.at("/runs/1/detected").asBoolean()).isTrue();
    }

    @Test
    void the_spec_is_yaml_that_reads_back() {
        RunDirectory run = create().run(RUN).orElseThrow();

        JsonNode spec = run.spec().orElseThrow();

        assertThat(spec.at("/spec/target").asText()).isEqualTo("memcached");
        assertThat(spec.at("/spec/cuts/seed").asLong())
                .isEqualTo(PLAN.runs().get(0).spec().cuts().seed());
        assertThat(run.env()).isPresent();
    }

    @Test
    void current_points_at_the_campaign_being_run_and_latest_at_the_last_that_ended() throws Exception {
        CampaignDirectory first = create();
        assertThat(root.resolve("current").toRealPath()).isEqualTo(first.path().toRealPath());
        store.finish(first);

        CampaignDirectory second = create();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(root.resolve("latest").toRealPath()).isEqualTo(first.path().toRealPath());
        assertThat(root.resolve("current").toRealPath()).isEqualTo(second.path().toRealPath());
        store.finish(second);
        assertThat(root.resolve("current")).doesNotExist();
        assertThat(store.campaigns())
                .extracting(CampaignDirectory::id)
                .containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void while_the_coordinator_lives_runs_are_planned_then_running() throws Exception {
        CampaignDirectory campaign = create();
        assertThat(campaign.json().at("/runs/0/state").asText()).isEqualTo("planned");

        Files.writeString(campaign.path().resolve(RUN).resolve("agent.log"), "begun\n");

        assertThat(campaign.json().at("/runs/0/state").asText()).isEqualTo("running");
        assertThat(campaign.json().path("outcome").asText()).isEqualTo("RUNNING");
    }

    @Test
    void what_a_dead_coordinator_left_reads_as_interrupted_and_inconclusive() {
        CampaignDirectory campaign = create();
        writeVerdict(campaign, RunResult.of(PLAN.runs().get(1), new Evidence.Lost("worker lost")));
        ObjectNode plan = (ObjectNode) campaign.plan();
        plan.set("owner", new Owner(4_000_000, 1).json());
        JsonFile.write(campaign.file("campaign.json"), plan);

        JsonNode read = campaign.json();

        assertThat(read.path("outcome").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(read.path("reason").asText()).isEqualTo("interrupted");
        assertThat(read.path("valid").asBoolean()).isFalse();
        assertThat(read.at("/runs/0/outcome").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(read.at("/runs/0/reason").asText()).isEqualTo("interrupted");
        assertThat(read.at("/runs/1/reason").asText()).isEqualTo("worker lost");
        assertThat(store.campaigns()).hasSize(1);
    }

    @Test
    void the_process_id_of_a_dead_coordinator_used_again_does_not_revive_it() {
        assertThat(Owner.self().isAlive()).isTrue();
        assertThat(new Owner(Owner.self().pid(), Owner.self().startedEpochMillis() - 1_000).isAlive())
                .isFalse();
    }

    @Test
    void damaged_files_do_not_hide_the_rest() throws Exception {
        CampaignDirectory campaign = create();
        Path run = campaign.path().resolve(RUN);
        Files.writeString(run.resolve("verdict.json"), "{\"run\": {\"id\"");
        Files.writeString(run.resolve("spec.yaml"), "a: [");
        Files.writeString(run.resolve("cuts.jsonl"), "{\"cut\":0}\n[]\n{\"cut\":1}\n{\"cut\":");

        RunDirectory read = campaign.run(RUN).orElseThrow();

        assertThat(read.verdict()).isEmpty();
        assertThat(read.spec()).isEmpty();
        assertThat(read.cuts()).extracting(cut -> cut.path("cut").asInt()).containsExactly(0, 1);
        assertThat(campaign.json().path("runs")).hasSize(3);
    }

    @Test
    void a_run_that_was_stored_under_earlier_names_is_read() throws Exception {
        CampaignDirectory campaign = create();
        Path run = campaign.path().resolve(RUN);
        Files.writeString(
                run.resolve("cuts.jsonl"),
                "{\"cut\":0,\"inFlight\":3,\"frozenLatestNanos\":5,\"recoveryMillis\":null}\n");
        Files.writeString(
                run.resolve("verdict.json"),
                "{\"report\": {\"recoveryP99Millis\": 2.5}, \"verdict\": {\"conditions\": {\"ready-bounded\": \"VALID\"},"
                        + " \"late_effect_window_ms\": 1, \"counterexample\": {\"operations\": [{\"invokeNanos\": 7}]}}}");
        Files.writeString(run.resolve("spec.yaml"), "spec:\n  cuts: {operationsBetweenMin: 4}\ncheckMillis: 9\n");

        RunDirectory read = campaign.run(RUN).orElseThrow();

        assertThat(read.cuts())
                .singleElement()
                .hasToString("{\"cut\":0,\"in_flight\":3,\"frozen_latest_ns\":5,\"recovery_ms\":null}");
        assertThat(read.verdict().orElseThrow())
                .hasToString(
                        "{\"report\":{\"recovery_p99_ms\":2.5},\"verdict\":{\"conditions\":{\"ready-bounded\":\"VALID\"},"
                                + "\"late_effect_window_ms\":1,\"counterexample\":{\"operations\":[{\"invoke_ns\":7}]}}}");
        assertThat(read.spec().orElseThrow())
                .hasToString("{\"spec\":{\"cuts\":{\"operations_between_min\":4}},\"check_ms\":9}");
        Files.writeString(run.resolve("verdict.json"), "{\"elapsedMillis\": 1, \"elapsed_ms\": 2}");
        assertThat(read.verdict()).as("one thing under both names").isEmpty();
    }

    @Test
    void names_that_lead_elsewhere_find_nothing() throws Exception {
        CampaignDirectory campaign = create();
        Files.createSymbolicLink(campaign.path().resolve("link"), root.getParent());

        for (String name :
                List.of("..", ".", "", "/etc", "../" + campaign.id(), "a/b", "\0", "x".repeat(200), "link")) {
            assertThat(store.campaign(name)).as(name).isEmpty();
            assertThat(campaign.run(name)).as(name).isEmpty();
        }
    }

    @Test
    void a_store_that_cannot_be_a_directory_is_bad_input() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() -> RunStore.open(file, Clock.systemUTC())).isInstanceOf(BadInputException.class);
    }

    private CampaignDirectory create() {
        return store.create(PLAN, Samples.CAMPAIGN, "again", JsonNodeFactory.instance.objectNode());
    }

    private static void writeVerdict(CampaignDirectory campaign, RunResult result) {
        ObjectNode verdict = JsonNodeFactory.instance.objectNode();
        verdict.set("run", ResultJson.run(result));
        campaign.run(result.plan().id()).orElseThrow().writeVerdict(verdict);
    }
}
