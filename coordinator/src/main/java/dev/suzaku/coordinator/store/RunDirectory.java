package dev.suzaku.coordinator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.faults.JsonNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** One run's directory; the package comment says who writes what. Reading tolerates anything missing or cut short. */
public record RunDirectory(Path path) {
    private static final int MAX_CUTS = 100_000;
    private static final int MAX_LINE = 100_000;
    private static final ObjectMapper JSON = JsonNames.mapper();

    public Path history() {
        return path.resolve("history.szh");
    }

    public Path agentLog() {
        return path.resolve("agent.log");
    }

    public void writeSpec(PlannedRun run) {
        DumpSettings block =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        Map<?, ?> tree = JSON.convertValue(run, Map.class);
        JsonFile.writeText(path.resolve("spec.yaml"), new Dump(block).dumpToString(tree));
    }

    public void writeEnv(JsonNode env) {
        JsonFile.write(path.resolve("env.json"), env);
    }

    public void writeCounterexample(JsonNode operations, String text) {
        JsonFile.write(path.resolve("counterexample.json"), operations);
        JsonFile.writeText(path.resolve("counterexample.txt"), text);
    }

    /** The last file of a run: with it the run is done. */
    public void writeVerdict(JsonNode verdict) {
        JsonFile.write(path.resolve("verdict.json"), verdict);
    }

    public Optional<JsonNode> verdict() {
        return JsonFile.read(path.resolve("verdict.json")).flatMap(RunDirectory::ofToday);
    }

    public Optional<JsonNode> env() {
        return JsonFile.read(path.resolve("env.json"));
    }

    public Optional<JsonNode> spec() {
        Path file = path.resolve("spec.yaml");
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 1_000_000) {
                return Optional.empty();
            }
            Object tree = new Load(LoadSettings.builder()
                            .setMaxAliasesForCollections(0)
                            .build())
                    .loadFromString(Files.readString(file));
            return Optional.of(JSON.<JsonNode>valueToTree(tree))
                    .filter(JsonNode::isObject)
                    .flatMap(RunDirectory::ofToday);
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** The receipts so far; a last line that a crash cut short is left out. */
    public List<JsonNode> cuts() {
        List<JsonNode> cuts = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(path.resolve("cuts.jsonl"), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null && cuts.size() < MAX_CUTS; line = lines.readLine()) {
                if (line.length() <= MAX_LINE) {
                    JsonFile.parse(line.getBytes(StandardCharsets.UTF_8))
                            .flatMap(RunDirectory::ofToday)
                            .ifPresent(cuts::add);
                }
            }
        } catch (IOException e) {
            return List.copyOf(cuts);
        }
        return List.copyOf(cuts);
    }

    /**
     * Why the run shows less than its history does, if so: a target that never came back, or a cut without a receipt, leaves a history
     * that nothing contradicts. Empty also for a directory that holds a history and no run.
     */
    public Optional<String> doubt() {
        if (!Files.exists(path.resolve("spec.yaml"))) {
            return Optional.empty();
        }
        JsonNode report = verdictOrEmpty().path("report");
        if (!report.isObject()) {
            return Optional.of("the run has no report: it was interrupted, or its worker was lost");
        }
        if (report.path("findings").size() > 0) {
            JsonNode finding = report.path("findings").path(0);
            return Optional.of("the run itself found: " + finding.path("reason").asText() + ": "
                    + finding.path("detail").asText());
        }
        for (JsonNode receipt : report.path("receipts")) {
            if (!receipt.path("complete").asBoolean()) {
                return Optional.of("cut " + receipt.path("cut").asInt() + " has no complete receipt");
            }
        }
        return report.path("completed").asBoolean() ? Optional.empty() : Optional.of("the run did not complete");
    }

    /** Whether the agent has begun. */
    public boolean begun() {
        return Files.exists(agentLog()) || Files.exists(history());
    }

    /** What an earlier Suzaku has stored, as this one writes it; like anything damaged absent where it cannot be. */
    private static Optional<JsonNode> ofToday(JsonNode stored) {
        try {
            return Optional.of(JsonNames.ofToday(stored));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    JsonNode verdictOrEmpty() {
        return verdict().orElse(JsonNodeFactory.instance.objectNode());
    }
}
