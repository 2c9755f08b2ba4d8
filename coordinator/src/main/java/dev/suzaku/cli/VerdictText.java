package dev.suzaku.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A verdict for people.
 *
 * @param verdict as {@code check --json} prints it
 */
record VerdictText(JsonNode verdict) {
    private static final int DIGITS = 6;

    String text() {
        StringBuilder text = new StringBuilder(verdict.path("verdict").asText());
        verdict.path("conditions")
                .fields()
                .forEachRemaining(entry -> text.append("\n  ")
                        .append(entry.getKey())
                        .append(": ")
                        .append(entry.getValue().asText()));
        text.append("\noperations: ").append(verdict.path("operations").asLong());
        text.append(", engine: ").append(verdict.path("engine").asText());
        text.append(", ").append(verdict.path("elapsed_ms").asLong()).append(" ms");
        text.append("\nchoice of engine: ").append(verdict.path("engine_reason").asText());
        window(text, "late-effect window", "late_effect_window");
        window(text, "loss window", "loss_window");
        String reason = verdict.path("reason").asText();
        if (verdict.has("reason")) {
            text.append("\nreason: ").append(reason);
        }
        if (!verdict.path("history_complete").asBoolean(true) && !reason.contains("incomplete")) {
            text.append(
                    "\nthe history is incomplete: its recording was cut short or damaged; this is about what is left");
        }
        if (verdict.has("counterexample")) {
            text.append('\n')
                    .append(verdict.path("counterexample").path("summary").asText());
        }
        crossCheck(text, verdict.path("cross_check"));
        return text.toString();
    }

    private static void crossCheck(StringBuilder text, JsonNode other) {
        if (!other.has("outcome")) {
            return;
        }
        text.append("\ncross-check: ").append(other.path("outcome").asText()).append(", Knossos says ");
        text.append(other.path("verdict").asText())
                .append(" for ")
                .append(other.path("condition").asText());
        text.append(" in ").append(other.path("elapsed_ms").asLong()).append(" ms");
        text.append(other.has("reason") ? ": " + other.path("reason").asText() : "");
    }

    private void window(StringBuilder text, String words, String name) {
        JsonNode atLeast = verdict.path(name + "_ms");
        JsonNode atMost = verdict.path(name + "_at_most_ms");
        if (atLeast.isNumber()) {
            text.append('\n').append(words).append(": ").append(length(atLeast));
            text.append(atMost.equals(atLeast) ? "" : " to " + length(atMost));
            text.append(positions() ? " events" : " ms");
        }
    }

    /** Milliseconds, or events where the history has no times: there an event counts as a nanosecond. */
    private String length(JsonNode millis) {
        BigDecimal length = BigDecimal.valueOf(millis.asDouble());
        return (positions() ? length.movePointRight(DIGITS) : length)
                .setScale(positions() ? 0 : DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private boolean positions() {
        return verdict.path("times_are_positions").asBoolean();
    }
}
