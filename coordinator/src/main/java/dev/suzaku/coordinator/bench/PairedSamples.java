package dev.suzaku.coordinator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The measurements of one benchmark, pair by pair. Not thread-safe. */
final class PairedSamples {
    private final String benchmark;
    private final List<Measure> measures;
    private final String ours;
    private final String peer;
    private final List<Map<String, Double>> oursSamples = new ArrayList<>();
    private final List<Map<String, Double>> peerSamples = new ArrayList<>();

    PairedSamples(String benchmark, List<Measure> measures, String ours, String peer) {
        this.benchmark = benchmark;
        this.measures = List.copyOf(measures);
        this.ours = ours;
        this.peer = peer;
    }

    /** Of the benchmark. */
    String name() {
        return benchmark;
    }

    void add(Map<String, Double> oursSample, Map<String, Double> peerSample) {
        oursSamples.add(Map.copyOf(oursSample));
        peerSamples.add(Map.copyOf(peerSample));
    }

    List<Comparison> comparisons() {
        return measures.stream().map(this::comparison).toList();
    }

    private Comparison comparison(Measure measure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < oursSamples.size(); i++) {
            ratios.add(value(oursSamples.get(i), measure) / value(peerSamples.get(i), measure));
        }
        return new Comparison(
                benchmark,
                measure,
                ours,
                peer,
                median(oursSamples, measure),
                median(peerSamples, measure),
                Interval.of(ratios));
    }

    private static double median(List<Map<String, Double>> samples, Measure measure) {
        return Interval.of(
                        samples.stream().map(sample -> value(sample, measure)).toList())
                .median();
    }

    private static double value(Map<String, Double> sample, Measure measure) {
        Double value = sample.get(measure.name());
        if (value == null || !(value > 0)) {
            throw new IllegalStateException("a trial answered " + value + " for " + measure.name());
        }
        return value;
    }
}
