package dev.suzaku.coordinator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The coordinator process that runs a campaign.
 *
 * @param pid its process id
 * @param startedEpochMillis when it started, so that a reused pid is not mistaken for it
 */
record Owner(long pid, long startedEpochMillis) {

    static Owner self() {
        return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle process) {
        return new Owner(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> of(process).startedEpochMillis == startedEpochMillis)
                .isPresent();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("pid", pid).put("started_epoch_ms", startedEpochMillis);
    }

    static Owner ofJson(JsonNode json) {
        return new Owner(
                json.path("pid").asLong(), json.path("started_epoch_ms").asLong());
    }
}
