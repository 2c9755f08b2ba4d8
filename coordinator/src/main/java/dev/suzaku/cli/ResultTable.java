package dev.suzaku.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end of a campaign, from the `run --json` object. */
final class ResultTable {
    private static final List<String> HEADER = List.of(
            "run",
            "fidelity",
            "cuts/receipts",
            "in flight",
            "threads user/kernel",
            "operations",
            "strongest",
            "late effect",
            "recovery med/max",
            "failure bound",
            "outcome");

    private ResultTable() {}

    static String render(JsonNode campaign) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        campaign.path("runs").forEach(run -> rows.add(row(run)));
        StringBuilder text = new StringBuilder("\n");
        rows.forEach(row -> text.append(line(row, widths(rows))).append('\n'));
        text.append('\n');
        for (JsonNode run : campaign.path("runs")) {
            String reason = run.path("reason").asText().lines().findFirst().orElse("");
            if (!reason.isEmpty()) {
                text.append(run.path("id").asText()).append(": ").append(reason).append('\n');
            }
        }
        text.append("\nfailure bound: n clean cuts bound the probability of a failure per cut by 3/n (95 %).\n");
        if (!campaign.path("runs").findValuesAsText("control").stream().anyMatch(control -> !control.equals("null"))) {
            text.append("no controls: nothing shows that this campaign would have found a bug.\n");
        }
        text.append("campaign: ").append(campaign.path("outcome").asText());
        if (!campaign.path("reason").asText().isEmpty()) {
            text.append(": ").append(firstLine(campaign.path("reason").asText()));
        }
        text.append("\nseed ").append(campaign.path("seed").asLong());
        text.append(", repeat with: ").append(campaign.path("command").asText());
        text.append("\nresults in ").append(campaign.path("store").asText());
        text.append("\nlook at them: ./suzaku coordinator, then http://127.0.0.1:7070/");
        return text.toString();
    }

    private static List<String> row(JsonNode run) {
        JsonNode recovery = run.path("recovery_ms");
        return List.of(
                run.path("id").asText(),
                run.path("fidelity").asText(),
                run.path("cuts").asText() + "/" + run.path("receipts").asText(),
                orDash(run, "cuts_with_operations_in_flight"),
                run.has("threads_in_user")
                        ? run.path("threads_in_user").asText() + "/"
                                + run.path("threads_in_kernel").asText()
                        : "-",
                String.format(Locale.ROOT, "%,d", run.path("operations").asLong()),
                orDash(run, "strongest"),
                millis(run.path("late_effect_window_ms")),
                recovery.isObject() ? millis(recovery.path("median")) + "/" + millis(recovery.path("max")) : "-",
                bound(run),
                outcome(run));
    }

    private static String bound(JsonNode run) {
        boolean clean = run.path("outcome").asText().equals("PASS") && run.has("failure_bound_95");
        return clean
                ? String.format(
                        Locale.ROOT,
                        "%.1f %%",
                        100 * run.path("failure_bound_95").asDouble())
                : "-";
    }

    private static String outcome(JsonNode run) {
        String outcome = run.path("outcome").asText();
        if (run.path("control").isNull()) {
            return outcome;
        }
        return outcome + (run.path("detected").asBoolean() ? " (control detected)" : " (control NOT detected)");
    }

    private static String orDash(JsonNode run, String name) {
        return run.hasNonNull(name) ? run.path(name).asText() : "-";
    }

    private static String millis(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f ms", value.asDouble()) : "-";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADER.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
