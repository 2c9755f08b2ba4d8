package dev.suzaku.coordinator.bench.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.coordinator.JsonStyle;
import dev.suzaku.coordinator.bench.Interval;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Fault;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Promise;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class CheckerBenchmarkTest {
    private static final Workload SMALL = Workload.cas(3, 300, 5).withPending(10);

    @TempDir
    private Path scratch;

    @Test
    void both_sides_check_the_same_file_in_every_turn() throws Exception {
        Peer counting = peer(
                "test $(grep -c ':invoke' \"$1\") = 303 && echo '{\"verdict\": \"INVALID\", \"elapsed_ms\": 900}'");

        CaseResult result = benchmark(counting).measure(promised(Fault.CONTRADICTION, new Promise.Times(1)));

        assertThat(result.operations()).isEqualTo(303);
        assertThat(result.pending()).isPositive();
        assertThat(result.ours().answer()).isEqualTo(Answer.INVALID);
        assertThat(result.ours().samples()).hasSize(3);
        assertThat(result.peers().get(0).samples()).containsExactly(900.0, 900.0, 900.0);
        assertThat(result.verdict()).isEqualTo("holds");
        assertThat(scratch.resolve("history.edn")).doesNotExist();
    }

    @Test
    void a_peer_without_an_answer_is_not_asked_again() throws Exception {
        CaseResult result = benchmark(peer("exit 2")).measure(promised(Fault.NONE, new Promise.Times(1e9)));

        assertThat(result.peers().get(0).samples()).hasSize(1);
        assertThat(result.verdict()).isEqualTo("peer has none");
        assertThat(result.fallsShort()).isFalse();
        assertThat(CheckTable.render(new CheckReport(List.of(result), List.of(), List.of(), List.of())))
                .contains("UNKNOWN")
                .contains("> ");
    }

    @Test
    void checkers_that_contradict_each_other_are_told() throws Exception {
        CaseResult result = benchmark(peer("exit 1")).measure(promised(Fault.NONE, new Promise.Definite()));

        assertThat(result.contradiction()).isTrue();
        assertThat(result.verdict()).isEqualTo("CONTRADICTION");
        assertThat(new CheckReport(List.of(result), List.of(), List.of(), List.of()).contradiction())
                .isTrue();
    }

    @Test
    void a_promise_falls_short_when_the_median_or_the_answer_does() {
        assertThat(result(Answer.VALID, 100, 499, new Promise.Times(5)).verdict())
                .isEqualTo("falls short");
        assertThat(result(Answer.VALID, 100, 501, new Promise.Times(5)).verdict())
                .isEqualTo("holds");
        assertThat(result(Answer.VALID, 151, 1, new Promise.Millis(150)).verdict())
                .isEqualTo("falls short");
        assertThat(result(Answer.VALID, 149, 1, new Promise.Millis(150)).verdict())
                .isEqualTo("holds");
        assertThat(result(Answer.UNKNOWN, 1, 1, new Promise.Definite()).verdict())
                .isEqualTo("falls short");
        assertThat(new ShareResult("x", 100, 79, 21, 1, 0.8).fallsShort()).isTrue();
        assertThat(new ShareResult("x", 100, 80, 20, 1, 0.8).fallsShort()).isFalse();
        assertThat(new ShareResult("x", 100, 80, 19, 1, 0.8).contradiction())
                .as("one was VALID")
                .isTrue();
    }

    @Test
    void all_conditions_are_measured_beside_durable() throws Exception {
        List<SpectrumResult> spectra = new SpectrumBenchmark(plan(List.of())).run(400);

        assertThat(spectra).hasSize(6).allSatisfy(spectrum -> {
            assertThat(spectrum.ratio().samples()).isEqualTo(3);
            assertThat(spectrum.durableMillis()).isPositive();
            assertThat(spectrum.allMillis()).isPositive();
        });
        CheckReport report = new CheckReport(List.of(), List.of(), spectra, List.of());
        assertThat(CheckTable.render(report))
                .contains("spectrum/register unique, 10 clients")
                .contains("<= 8.0x");
        assertThat(JsonStyle.checked(report.json().toString())
                        .path("spectra")
                        .path(5)
                        .path("name")
                        .asText())
                .contains("cas-register")
                .contains("illegal");
        assertThat(new SpectrumResult("x", 1, 9, new Interval(9, 8.1, 10, 9), 0, 8).fallsShort())
                .isTrue();
        assertThat(new SpectrumResult("x", 1, 9, new Interval(9, 7.9, 10, 9), 0, 8).fallsShort())
                .isFalse();
    }

    @Test
    void reading_is_measured_in_both_formats() throws Exception {
        List<LoadResult> loads = new LoadBenchmark(plan(List.of()), scratch).run(2_000);

        assertThat(loads).extracting(LoadResult::format).containsExactly("suzaku", "jepsen-edn");
        assertThat(loads).allSatisfy(load -> {
            assertThat(load.events()).isEqualTo(4_000);
            assertThat(load.bytes()).isGreaterThan(4_000);
            assertThat(load.eventsPerSecond().samples()).isEqualTo(3);
            assertThat(load.eventsPerSecond().low()).isPositive();
        });
    }

    @Test
    void a_report_is_a_table_an_object_and_a_picture() throws Exception {
        CheckReport report = new CheckReport(
                List.of(
                        point("length", 1_000, 2, Answer.VALID, 20),
                        point("length", 10_000, 20, Answer.UNKNOWN, 10_000),
                        point("clients", 5, 3, Answer.VALID, 30)),
                List.of(new ShareResult("share/x", 10, 9, 1, 5, 0.8)),
                List.of(),
                List.of());

        assertThat(CheckTable.render(report))
                .contains("length/cas-register, 3 clients", "10.0x", "> 500.0x", "share/x");
        assertThat(JsonStyle.checked(report.json().toString())
                        .path("cases")
                        .path(1)
                        .path("peers")
                        .path(0)
                        .path("answer")
                        .asText())
                .isEqualTo("UNKNOWN");
        assertThat(report.json().path("falls_short").asBoolean()).isFalse();
        assertThat(CheckPlot.render(new CheckReport(List.of(), report.shares(), List.of(), List.of())))
                .as("there is no curve")
                .isEmpty();
        String picture = CheckPlot.render(report).orElseThrow();
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture)));
        assertThat(document.getElementsByTagName("circle").getLength())
                .as("six dots and two names")
                .isEqualTo(8);
        assertThat(picture).containsOnlyOnce("fill=\"white\" stroke=");
    }

    private static CaseResult point(String series, double place, double ours, Answer answer, double theirs) {
        return new CaseResult(
                CheckCase.curve(series, place, SMALL, Fault.NONE),
                300,
                3,
                side(Answer.VALID, ours),
                List.of(side(answer, theirs)));
    }

    private static CaseResult result(Answer answer, double ours, double theirs, Promise promise) {
        return new CaseResult(
                promised(Fault.NONE, promise), 1, 0, side(answer, ours), List.of(side(Answer.VALID, theirs)));
    }

    private static SideResult side(Answer answer, double millis) {
        SideResult side = new SideResult("side");
        side.add(new Checked(answer, millis));
        return side;
    }

    private static CheckCase promised(Fault fault, Promise promise) {
        return new CheckCase("speed", 0, SMALL, fault, Optional.of(promise));
    }

    private CheckerBenchmark benchmark(Peer peer) {
        return new CheckerBenchmark(plan(List.of(peer)), scratch);
    }

    private static CheckPlan plan(List<Peer> peers) {
        return new CheckPlan(3, 1, 1, 10_000, 1, "auto", List.of(), peers, line -> {});
    }

    private static Peer peer(String script) {
        return new Peer("peer", List.of("/bin/sh", "-c", script, "peer", "{file}"));
    }
}
