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
import dev.suzaku.coordinator.grading.OperationJson;
import dev.suzaku.coordinator.grading.ResultJson;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.grading.VerdictJson;
import dev.suzaku.coordinator.store.RunDirectory;
import dev.suzaku.faults.JsonNames;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormatException;
import java.util.List;

/** Checks the history that a run left on disk, grades, and writes verdict and counterexample. Stateless. */
public final class CheckingGrader implements RunGrader {
    private static final ObjectMapper JSON = JsonNames.mapper();
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
            Verdict verdict = new HistoryChecker().check(history, request);
            return new Evidence.Checked(report, verdict, OperationJson.originNanos(history));
        } catch (HistoryFormatException | CheckException e) {
            return new Evidence.Unchecked(report, "the history cannot be checked: " + e.getMessage());
        }
    }

    private static RunResult written(RunDirectory directory, RunResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("run", ResultJson.run(result));
        json.set("report", result.report().<JsonNode>map(JSON::valueToTree).orElse(null));
        json.putNull("verdict");
        if (result.evidence() instanceof Evidence.Checked checked) {
            json.set("verdict", writtenVerdict(directory, result.plan(), checked));
        }
        directory.writeVerdict(json);
        return result;
    }

    private static JsonNode writtenVerdict(RunDirectory directory, PlannedRun run, Evidence.Checked checked) {
        Verdict verdict = checked.verdict();
        verdict.counterexample()
                .ifPresent(example -> directory.writeCounterexample(
                        VerdictJson.counterexample(example, checked.originNanos()), example.summary() + "\n"));
        Answer answer = verdict.answer(run.requirement().condition());
        return VerdictJson.verdict(verdict, answer, checked.originNanos());
    }
}
