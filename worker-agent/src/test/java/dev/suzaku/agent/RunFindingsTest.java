package dev.suzaku.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent itself must find: targets that come back wrongly, or not, or that blur the verdict. */
class RunFindingsTest {

    private static final long SEED = 11;
    private static final Limits SHORT = new Limits(1_000, 20_000, 1_500, 60_000);

    @TempDir
    Path directory;

    @Test
    void aTargetThatDiesAtRecoveryIsNotRecovered() throws IOException {
        RunReport report = run("exit 3", Workload.mixed(), SHORT);

        assertViolation(report, "not recovered", "exit code 3");
    }

    @Test
    void aTargetThatHangsAtRecoveryIsNotRecovered() throws IOException {
        RunReport report = run("exec sleep 1000", Workload.mixed(), SHORT);

        assertViolation(report, "not recovered", "no reply within 1500 ms");
    }

    @Test
    void aTargetThatComesBackWithFewerThreadsMakesNoProgress() throws IOException {
        RunReport report = run("exec /usr/bin/memcached \"$@\" -t 3", Workload.mixed(), SHORT);

        assertViolation(report, "no progress", "stats says 3 threads, 4 were started");
    }

    @Test
    void valuesThatTheServerRefusesMakeTheRunInconclusive() throws IOException {
        Workload large = new Workload(Workload.MIXED, 4, 10_000, 0, 30, 4_000, 3_000, 4_000, 0);
        Path program = program("exec /usr/bin/memcached \"$@\" -m 2", "exit 3");
        CutPlan late = new CutPlan(SEED, Fidelity.L1, 1, 10_000, 10_000, PlantedBug.NONE);

        RunReport report = new RunMachine(spec(program, large, SHORT, late), directory, progress -> {}).run();

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INCONCLUSIVE);
            assertThat(finding.detail()).contains("outofmemory");
        });
    }

    @Test
    void ballastThatIsGoneAfterACutIsAViolation() throws IOException {
        Workload loaded = new Workload(Workload.MIXED, 4, 4, 2, 30, 4_000, 16, 100, 4);

        RunReport report = run("exec /usr/bin/memcached \"$@\"", loaded, SHORT);

        assertViolation(report, "ballast lost", "is gone");
    }

    @Test
    void aTargetThatNeverAnswersAtAllMakesTheRunInconclusive() throws IOException {
        Limits brief = new Limits(1_000, 500, 1_500, 60_000);
        Path program = program("exec sleep 1000", "exit 3");

        RunReport report = new RunMachine(spec(program, Workload.mixed(), brief), directory, progress -> {}).run();

        assertThat(report.completed()).isFalse();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INCONCLUSIVE);
            assertThat(finding.reason()).isEqualTo("not started");
        });
    }

    @Test
    void aRunThatTakesTooLongIsInconclusive() throws IOException {
        Limits brief = new Limits(1_000, 20_000, 1_500, 600);
        CutPlan endless = new CutPlan(SEED, Fidelity.L1, 1, 1_000_000_000, 1_000_000_000, PlantedBug.NONE);
        RunSpec spec = spec(Path.of("/usr/bin/memcached"), Workload.mixed(), brief, endless);

        RunReport report = new RunMachine(spec, directory, progress -> {}).run();

        assertThat(report.completed()).isFalse();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INCONCLUSIVE);
            assertThat(finding.reason()).isEqualTo("out of time");
        });
    }

    private static void assertViolation(RunReport report, String reason, String detail) {
        assertThat(report.completed()).isFalse();
        assertThat(report.receipts()).hasSize(1).allMatch(receipt -> receipt.complete());
        assertThat(report.findings()).first().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.VIOLATION);
            assertThat(finding.cut()).isZero();
            assertThat(finding.reason()).isEqualTo(reason);
            assertThat(finding.detail()).contains(detail);
        });
    }

    private RunReport run(String secondStart, Workload workload, Limits limits) throws IOException {
        Path program = program("exec /usr/bin/memcached \"$@\"", secondStart);
        return new RunMachine(spec(program, workload, limits), directory, progress -> {}).run();
    }

    /** A program that does one thing when started for the first time and another one afterwards. */
    private Path program(String firstStart, String laterStarts) throws IOException {
        Path marker = directory.resolve("started");
        Path program = directory.resolve("program");
        Files.writeString(
                program,
                "#!/bin/sh\nif [ -e " + marker + " ]; then\n" + laterStarts + "\nfi\n: > " + marker + "\n" + firstStart
                        + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private static RunSpec spec(Path program, Workload workload, Limits limits) {
        CutPlan plan = new CutPlan(SEED, Fidelity.L1, 2, 500, 600, PlantedBug.NONE);
        return spec(program, workload, limits, plan);
    }

    private static RunSpec spec(Path program, Workload workload, Limits limits, CutPlan plan) {
        TargetOptions options = new TargetOptions(program.toString(), 0, 4, 64, 0);
        return new RunSpec(
                "test", "findings", RunSpec.MEMCACHED, RunSpec.NONE, workload, plan, SEED, "", 0, options, limits);
    }
}
