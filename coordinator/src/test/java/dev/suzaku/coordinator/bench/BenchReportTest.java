package dev.suzaku.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.coordinator.JsonStyle;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class BenchReportTest {
    private static final Measure TIME = Measure.of("wall_ns", "ns/op", Bound.atMost(1.25));
    private static final Measure RATE = Measure.of("ops_per_s", "op/s", Bound.atLeast(0.97));

    @Test
    void a_line_falls_short_only_when_its_interval_lies_wholly_beyond_the_bound() {
        assertThat(Bound.atMost(1.25).fallsShort(new Interval(1.4, 1.25, 1.6, 15)))
                .isFalse();
        assertThat(Bound.atMost(1.25).fallsShort(new Interval(1.4, 1.26, 1.6, 15)))
                .isTrue();
        assertThat(Bound.atLeast(0.97).fallsShort(new Interval(0.9, 0.8, 0.97, 15)))
                .isFalse();
        assertThat(Bound.atLeast(0.97).fallsShort(new Interval(0.9, 0.8, 0.96, 15)))
                .isTrue();
    }

    @Test
    void ratios_are_taken_pair_by_pair() {
        PairedSamples samples = new PairedSamples("pipe", List.of(TIME), "runtime", "native");
        samples.add(Map.of("wall_ns", 200.0), Map.of("wall_ns", 100.0));
        samples.add(Map.of("wall_ns", 30.0), Map.of("wall_ns", 10.0));
        samples.add(Map.of("wall_ns", 8.0), Map.of("wall_ns", 2.0));

        Comparison line = samples.comparisons().get(0);

        assertThat(line.ratio()).isEqualTo(new Interval(3, 2, 4, 3));
        assertThat(line.oursMedian()).isEqualTo(30);
        assertThat(line.peerMedian()).isEqualTo(10);
        assertThat(line.verdict()).isEqualTo("falls short");
    }

    @Test
    void a_trial_that_answers_nothing_is_no_measurement() {
        PairedSamples samples = new PairedSamples("pipe", List.of(TIME), "runtime", "native");
        samples.add(Map.of("wall_ns", 0.0), Map.of("wall_ns", 1.0));

        assertThatThrownBy(samples::comparisons).hasMessageContaining("wall_ns");
    }

    @Test
    void each_side_begins_some_turns_and_the_seed_decides_which() throws Exception {
        List<String> first = order(3);

        assertThat(first).hasSize(40).isEqualTo(order(3)).isNotEqualTo(order(4));
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < first.size(); i += 2) {
            begun.add(first.get(i));
        }
        assertThat(begun).contains("ours", "peer");
    }

    private static List<String> order(long seed) throws Exception {
        List<String> order = new ArrayList<>();
        Turns turns = new Turns(20, seed, line -> {});
        PairedSamples samples = new PairedSamples("pipe", List.of(TIME), "runtime", "native");
        for (int i = 0; i < turns.pairs(); i++) {
            turns.take(samples, () -> note(order, "ours", 2), () -> note(order, "peer", 1));
        }
        assertThat(samples.comparisons().get(0).ratio()).isEqualTo(new Interval(2, 2, 2, 20));
        return order;
    }

    private static Map<String, Double> note(List<String> order, String side, double value) {
        order.add(side);
        return Map.of("wall_ns", value);
    }

    @Test
    void the_report_says_what_falls_short_in_table_json_and_picture() throws Exception {
        BenchReport report = new BenchReport();
        report.add(List.of(
                new Comparison("pipe <64 B>", TIME, "runtime", "native", 2, 1, new Interval(2, 1.9, 2.1, 15)),
                new Comparison("redis/GET", RATE, "runtime", "native", 99, 100, new Interval(0.99, 0.96, 1.01, 15))));
        report.add(RecoveryTime.of(64, 64 << 20, 30, 10, List.of(4.0, 5.0, 6.0)));
        report.addMissing("map-insert: no libpmemobj");

        assertThat(report.fallsShort()).isTrue();
        assertThat(BenchTable.render(report))
                .containsPattern("pipe <64 B> .* falls short")
                .containsPattern("redis/GET .* holds")
                .containsPattern("64 MiB .* 5\\.0 ms .* holds")
                .contains("not measured: map-insert: no libpmemobj");
        assertThat(JsonStyle.checked(report.json().toString())
                        .path("comparisons")
                        .get(0)
                        .path("verdict")
                        .asText())
                .isEqualTo("falls short");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(BenchPlot.render(report))));
        assertThat(document.getElementsByTagName("circle").getLength())
                .as("two ratios, one recovery with its p99")
                .isEqualTo(4);
    }

    @Test
    void a_recovery_falls_short_by_its_median_or_its_99th_percentile() {
        assertThat(RecoveryTime.of(64, 1, 1, 1, List.of(9.0, 9.0, 29.0)).fallsShort())
                .isFalse();
        assertThat(RecoveryTime.of(64, 1, 1, 1, List.of(9.0, 9.0, 31.0)).fallsShort())
                .isTrue();
        assertThat(RecoveryTime.of(64, 1, 1, 1, List.of(11.0, 12.0, 13.0)).fallsShort())
                .isTrue();
    }
}
