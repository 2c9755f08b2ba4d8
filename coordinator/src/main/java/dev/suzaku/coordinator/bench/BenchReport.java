package dev.suzaku.coordinator.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What has been measured so far. Not thread-safe. */
public final class BenchReport {
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<RecoveryTime> recoveries = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    void add(List<Comparison> lines) {
        comparisons.addAll(lines);
    }

    void add(RecoveryTime time) {
        recoveries.add(time);
    }

    void addMissing(String line) {
        missing.add(line);
    }

    public List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    public List<RecoveryTime> recoveries() {
        return List.copyOf(recoveries);
    }

    /** What could not be measured, and why. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** Whether any line falls short of what it is meant to be. */
    public boolean fallsShort() {
        return comparisons.stream().anyMatch(Comparison::fallsShort)
                || recoveries.stream().anyMatch(RecoveryTime::fallsShort);
    }

    /** {@code {comparisons: [...], recoveries: [...], missing: [...], falls_short: boolean}}. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var lines = json.putArray("comparisons");
        comparisons.forEach(line -> lines.add(json(line)));
        var times = json.putArray("recoveries");
        recoveries.forEach(time -> times.add(json(time)));
        var reasons = json.putArray("missing");
        missing.forEach(reasons::add);
        return json.put("falls_short", fallsShort());
    }

    private static ObjectNode json(Comparison line) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("benchmark", line.benchmark())
                .put("measure", line.measure().name())
                .put("unit", line.measure().unit())
                .put("ours", line.ours())
                .put("peer", line.peer())
                .put("ours_median", line.oursMedian())
                .put("peer_median", line.peerMedian());
        json.set("ratio", json(line.ratio()));
        line.measure().bound().ifPresent(bound -> json.put("bound", bound.toString()));
        return json.put("verdict", line.verdict());
    }

    private static ObjectNode json(RecoveryTime time) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("heap_mebibytes", time.heapMebibytes())
                .put("pool_bytes", time.poolBytes())
                .put("mappings", time.mappings())
                .put("threads", time.threads())
                .put("p99_ms", time.p99Millis())
                .put("max_ms", time.maxMillis());
        json.set("millis", json(time.millis()));
        return json.put("verdict", time.fallsShort() ? "falls short" : "holds");
    }

    private static ObjectNode json(Interval interval) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("median", interval.median())
                .put("low", interval.low())
                .put("high", interval.high())
                .put("samples", interval.samples());
    }
}
