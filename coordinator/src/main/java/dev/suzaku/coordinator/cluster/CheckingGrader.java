package dev.suzaku.coordinator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.agent.RunReport;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.Evidence;
import dev.suzaku.coordinator.grading.ResultJson;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.grading.VerdictJson;
import dev.suzaku.coordinator.store.RunDirectory;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormatException;
import java.util.List;

/** Checks the history that a run left on disk, grades, and writes verdict and counterexample. Stateless. */
public final class CheckingGrader implements RunGrader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "kv"; // of memcached, the only target

    @Override
    public RunResult grade(PlannedRun run, RunDirectory directory, RunReport report) {
        return written(directory, RunResult.of(run, evidence(run, directory, report)));
    }

    @Override
    public RunResult lost(PlannedRun run, RunDirectory directory, String reason) {
        return written(directory, RunResult.of(run, new Evidence.Lost(reason)));
    }

    private static Evidence evidence(PlannedRun run, RunDirectory directory, RunReport report) {
        try {
            History history = HistoryFile.read(directory.history());
            CheckRequest request =
                    new CheckRequest(MODEL, List.of(Condition.values()), run.checkMillis(), "auto", true);
            return new Evidence.Checked(report, new HistoryChecker().check(history, request));
        } catch (HistoryFormatException | CheckException e) {
            return new Evidence.Unchecked(report, "the history cannot be checked: " + e.getMessage());
        }
    }

    private static RunResult written(RunDirectory directory, RunResult result) {
        result.verdict()
                .flatMap(Verdict::counterexample)
                .ifPresent(example ->
                        directory.writeCounterexample(VerdictJson.counterexample(example), example.summary() + "\n"));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("run", ResultJson.run(result));
        json.set("report", result.report().<JsonNode>map(JSON::valueToTree).orElse(null));
        json.set(
                "verdict",
                result.verdict()
                        .<JsonNode>map(verdict -> VerdictJson.verdict(verdict, answer(result, verdict)))
                        .orElse(null));
        directory.writeVerdict(json);
        return result;
    }

    private static Answer answer(RunResult result, Verdict verdict) {
        return verdict.answer(result.plan().requirement().condition());
    }
}
