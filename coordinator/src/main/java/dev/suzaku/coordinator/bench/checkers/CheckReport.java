package dev.suzaku.coordinator.bench.checkers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.bench.Interval;
import java.util.List;

/**
 * What was measured.
 *
 * @param cases single histories
 * @param shares many seeds
 * @param spectra all conditions beside durable
 * @param loads reading
 */
public record CheckReport(
        List<CaseResult> cases, List<ShareResult> shares, List<SpectrumResult> spectra, List<LoadResult> loads) {
    public CheckReport {
        cases = List.copyOf(cases);
        shares = List.copyOf(shares);
        spectra = List.copyOf(spectra);
        loads = List.copyOf(loads);
    }

    public boolean isEmpty() {
        return cases.isEmpty() && shares.isEmpty() && spectra.isEmpty() && loads.isEmpty();
    }

    /** Whether something is not what it is meant to be. */
    public boolean fallsShort() {
        return cases.stream().anyMatch(CaseResult::fallsShort)
                || shares.stream().anyMatch(ShareResult::fallsShort)
                || spectra.stream().anyMatch(SpectrumResult::fallsShort)
                || loads.stream().anyMatch(LoadResult::fallsShort);
    }

    /** Whether two checkers contradict each other, or one what the history was made to be. */
    public boolean contradiction() {
        return cases.stream().anyMatch(CaseResult::contradiction)
                || shares.stream().anyMatch(ShareResult::contradiction);
    }

    /** {@code {cases: [...], shares: [...], spectra: [...], loads: [...], falls_short, contradiction}}. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var lines = json.putArray("cases");
        cases.forEach(result -> lines.add(json(result)));
        var many = json.putArray("shares");
        shares.forEach(share -> many.addObject()
                .put("name", share.name())
                .put("seeds", share.seeds())
                .put("violations", share.violations())
                .put("unknown", share.unknown())
                .put("median_ms", share.medianMillis())
                .put("promised", share.promised())
                .put("verdict", share.fallsShort() ? "falls short" : "holds"));
        var whole = json.putArray("spectra");
        spectra.forEach(spectrum -> whole.addObject()
                .put("name", spectrum.name())
                .put("durable_ms", spectrum.durableMillis())
                .put("all_ms", spectrum.allMillis())
                .put("undecided", spectrum.undecided())
                .put("promised", spectrum.promised())
                .put("verdict", spectrum.fallsShort() ? "falls short" : "holds")
                .set("ratio", json(spectrum.ratio())));
        var reads = json.putArray("loads");
        loads.forEach(load -> reads.addObject()
                .put("format", load.format())
                .put("events", load.events())
                .put("bytes", load.bytes())
                .put("promised_events_per_second", load.promised())
                .put("verdict", load.fallsShort() ? "falls short" : "holds")
                .set("events_per_second", json(load.eventsPerSecond())));
        return json.put("falls_short", fallsShort()).put("contradiction", contradiction());
    }

    private static ObjectNode json(CaseResult result) {
        CheckCase measured = result.measured();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", measured.name())
                .put("series", measured.series())
                .put("clients", measured.workload().clients())
                .put("operations", result.operations())
                .put("pending", result.pending())
                .put("cuts", measured.workload().cuts())
                .put("promise", result.promise())
                .put("verdict", result.verdict());
        json.set("ours", json(result.ours()));
        var peers = json.putArray("peers");
        result.peers().forEach(peer -> peers.add(json(peer).put("times_as_fast", result.timesAsFast(peer))));
        return json;
    }

    private static ObjectNode json(SideResult side) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", side.name())
                .put("answer", side.answer().name());
        json.set("millis", json(side.millis()));
        return json;
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
