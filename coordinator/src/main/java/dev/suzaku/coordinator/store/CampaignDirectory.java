package dev.suzaku.coordinator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One campaign's directory, for reading. What is missing is filled in from the plan: a run without verdict is planned or running while
 * the campaign's coordinator lives, and INCONCLUSIVE (interrupted) when it is gone.
 */
public record CampaignDirectory(Path path) {

    public String id() {
        return path.getFileName().toString();
    }

    public Optional<RunDirectory> run(String id) {
        return RunStore.child(path, id).map(RunDirectory::new);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    public Path log() {
        return file("coordinator.log");
    }

    public void writeResult(JsonNode result) {
        JsonFile.write(file("result.json"), result);
    }

    public long startedEpochMillis() {
        return plan().path("started_epoch_ms").asLong();
    }

    /** The `run --json` object with `state` (planned, running or done) for each run, as far as it is known now. */
    public ObjectNode json() {
        JsonNode plan = plan();
        boolean alive = Owner.ofJson(plan.path("owner")).isAlive();
        Optional<JsonNode> result = JsonFile.read(file("result.json"));
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        for (JsonNode planned : plan.path("runs")) {
            runs.add(run(planned, alive && result.isEmpty()));
        }
        ObjectNode json = result.filter(JsonNode::isObject)
                .map(node -> (ObjectNode) node.deepCopy())
                .orElseGet(() -> unfinished(plan, alive));
        json.put("started_epoch_ms", startedEpochMillis());
        json.set("runs", runs);
        return json;
    }

    private ObjectNode unfinished(JsonNode plan, boolean alive) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("campaign", plan.path("campaign").asText(id()))
                .put("valid", false)
                .put("outcome", alive ? "RUNNING" : "INCONCLUSIVE")
                .put("reason", alive ? "" : "interrupted")
                .put("seed", plan.path("seed").asLong())
                .put("store", path.toString());
    }

    private ObjectNode run(JsonNode planned, boolean coordinatorLives) {
        Optional<RunDirectory> directory = run(planned.path("id").asText());
        JsonNode graded =
                directory.map(RunDirectory::verdictOrEmpty).orElse(planned).path("run");
        ObjectNode run = ((ObjectNode) planned).deepCopy();
        if (graded.isObject()) {
            return ((ObjectNode) graded.deepCopy()).put("state", "done");
        }
        if (!coordinatorLives) {
            return run.put("state", "done").put("outcome", "INCONCLUSIVE").put("reason", "interrupted");
        }
        return run.put("state", directory.filter(RunDirectory::begun).isPresent() ? "running" : "planned");
    }

    JsonNode plan() {
        return JsonFile.read(file("campaign.json")).orElse(JsonNodeFactory.instance.objectNode());
    }

    /** Whether this is a campaign's directory at all. */
    boolean isCampaign() {
        return Files.isRegularFile(file("campaign.json"));
    }
}
