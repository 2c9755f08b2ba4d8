package dev.suzaku.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunDirectory;
import dev.suzaku.coordinator.store.RunStore;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API answers, apart from HTTP.
 *
 * <pre>
 *   campaigns                                  all campaigns, newest first
 *   campaigns/C                                the `run --json` object with `state` per run
 *   campaigns/C/runs/R                         spec, env, report, verdict, cuts
 *   campaigns/C/runs/R/history?from_ns=&to_ns=&key=&limit=    a slice of the history
 * </pre>
 *
 * Thread-safe.
 */
final class StoreApi {
    private final RunStore store;
    private final HistoryCache histories = new HistoryCache();

    StoreApi(RunStore store) {
        this.store = store;
    }

    /** @param path the parts after {@code /api/} */
    Answer get(List<String> path, Map<String, String> query) {
        if (path.isEmpty() || !path.get(0).equals("campaigns")) {
            return Answer.error(404, "no such resource; start at /api/campaigns");
        }
        if (path.size() == 1) {
            return Answer.json(campaigns());
        }
        Optional<CampaignDirectory> campaign = store.campaign(path.get(1));
        if (campaign.isEmpty()) {
            return Answer.error(404, "no such campaign");
        }
        if (path.size() == 2) {
            return Answer.json(campaign.get().json());
        }
        Optional<RunDirectory> run =
                path.size() >= 4 && path.get(2).equals("runs") ? campaign.get().run(path.get(3)) : Optional.empty();
        if (run.isEmpty()) {
            return Answer.error(404, "no such run");
        }
        if (path.size() == 4) {
            return Answer.json(run(run.get()));
        }
        return path.size() == 5 && path.get(4).equals("history")
                ? history(run.get(), query)
                : Answer.error(404, "no such resource of a run; there is history");
    }

    private ArrayNode campaigns() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (CampaignDirectory campaign : store.campaigns()) {
            ObjectNode json = campaign.json();
            ObjectNode entry = list.addObject().put("name", campaign.id());
            entry.put("started_epoch_ms", json.path("started_epoch_ms").asLong());
            entry.put("valid", json.path("valid").asBoolean());
            entry.put("outcome", json.path("outcome").asText());
            entry.put("reason", json.path("reason").asText());
            entry.put("runs", json.path("runs").size());
        }
        return list;
    }

    private static ObjectNode run(RunDirectory run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        JsonNode verdict = run.verdict().orElse(JsonNodeFactory.instance.objectNode());
        json.set("spec", run.spec().orElse(NullNode.instance));
        json.set("env", run.env().orElse(NullNode.instance));
        json.set("report", verdict.path("report").isObject() ? verdict.get("report") : NullNode.instance);
        json.set("verdict", verdict.path("verdict").isObject() ? verdict.get("verdict") : NullNode.instance);
        json.putArray("cuts").addAll(run.cuts());
        return json;
    }

    private Answer history(RunDirectory run, Map<String, String> query) {
        HistorySlice slice;
        try {
            slice = new HistorySlice(
                    number(query, "from_ns", 0, Long.MAX_VALUE),
                    number(query, "to_ns", Long.MAX_VALUE, Long.MAX_VALUE),
                    Optional.ofNullable(query.get("key")),
                    (int) number(query, "limit", HistorySlice.LIMIT_DEFAULT, HistorySlice.LIMIT_MAX));
        } catch (IllegalArgumentException e) {
            return Answer.error(400, e.getMessage());
        }
        try {
            Optional<History> history = histories.read(run.history());
            return history.map(found -> Answer.json(slice.of(found)))
                    .orElseGet(() -> Answer.error(404, "the run has no history yet"));
        } catch (HistoryFormatException | IOException e) {
            return Answer.error(404, "the run's history cannot be read: " + e.getMessage());
        }
    }

    private static long number(Map<String, String> query, String name, long absent, long most) {
        String text = query.get(name);
        if (text == null) {
            return absent;
        }
        if (!text.matches("[0-9]{1,19}")) {
            throw new IllegalArgumentException(name + " must be a whole number, 0 or more");
        }
        // 19 digits may exceed a long; anything that large means "to the end".
        long value = text.length() == 19 ? Long.MAX_VALUE : Long.parseLong(text);
        if (value > most) {
            throw new IllegalArgumentException(name + " must be at most " + most);
        }
        return value;
    }
}
