package dev.suzaku.coordinator.grading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.agent.RunReport;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.faults.Receipt;
import java.util.List;
import java.util.OptionalDouble;

/** The JSON of results: the object that `run --json` prints and the pages read. Names and meanings are stable. */
public final class ResultJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ResultJson() {}

    public static ObjectNode campaign(
            CampaignPlan plan, List<RunResult> results, CampaignGrading grading, String store, String command) {
        ObjectNode json = JSON.objectNode()
                .put("campaign", plan.campaign())
                .put("valid", grading.valid())
                .put("outcome", grading.outcome().name())
                .put("reason", grading.reason())
                .put("store", store)
                .put("seed", plan.seed())
                .put("command", command);
        json.putArray("runs").addAll(results.stream().map(ResultJson::run).toList());
        return json;
    }

    /** A run before its start: everything measured is absent or zero. */
    public static ObjectNode planned(PlannedRun run) {
        ObjectNode json = JSON.objectNode()
                .put("id", run.id())
                .put("target", run.spec().target())
                .put("persistence", run.spec().persistence())
                .put("fidelity", run.spec().cuts().fidelity().id())
                .put("seed", run.spec().seed())
                .put("cuts", run.spec().cuts().cuts())
                .put("receipts", 0)
                .put("operations", 0);
        json.putObject("conditions");
        json.putNull("strongest");
        json.putNull("late_effect_window_ms");
        json.putNull("loss_window_ms");
        json.putNull("recovery_ms");
        json.putNull("outcome");
        json.put("reason", "");
        json.put("control", run.isControl() ? run.control() : null);
        json.putNull("detected");
        return json;
    }

    public static ObjectNode run(RunResult result) {
        ObjectNode json = planned(result.plan());
        result.report().ifPresent(report -> addReport(json, report));
        result.verdict().ifPresent(verdict -> {
            json.set("conditions", VerdictJson.conditions(verdict));
            json.put(
                    "strongest",
                    verdict.strongest().map(condition -> condition.id()).orElse(null));
            VerdictJson.putWindows(json, verdict);
        });
        if (result.outcome().kind() == Outcome.Kind.PASS) {
            result.report()
                    .map(ResultJson::cleanCutBound)
                    .ifPresent(bound -> bound.ifPresent(value -> json.put("failure_bound_95", value)));
        }
        json.put("outcome", result.outcome().kind().name());
        json.put("reason", result.outcome().reason());
        if (result.plan().isControl()) {
            json.put("detected", result.detected());
        }
        return json;
    }

    private static void addReport(ObjectNode json, RunReport report) {
        json.put("cuts", report.cuts());
        json.put(
                "receipts", report.receipts().stream().filter(Receipt::complete).count());
        json.put("operations", report.operations());
        json.put("operations_ok", report.ok());
        json.put("operations_fail", report.fail());
        json.put("operations_info", report.info());
        json.put("cuts_with_operations_in_flight", report.cutsWithInFlight());
        json.put("threads_in_user", report.threadsInUser());
        json.put("threads_in_kernel", report.threadsInKernel());
        json.put("last_epoch_writes_observed", report.lastEpochShareObserved());
        json.put("stale_reads_planted", report.staleReadsPlanted());
        json.put("elapsed_ms", report.elapsedMillis());
        if (!report.recoveryMillis().isEmpty()) {
            json.putObject("recovery_ms")
                    .put("median", report.recoveryMedianMillis())
                    .put("p99", report.recoveryP99Millis())
                    .put("max", report.recoveryMaxMillis());
        }
    }

    /** n clean cuts bound the probability of a failure per cut by about 3/n, at 95 % (the rule of three). */
    public static OptionalDouble cleanCutBound(RunReport report) {
        return report.cuts() < 3 ? OptionalDouble.empty() : OptionalDouble.of(3.0 / report.cuts());
    }
}
