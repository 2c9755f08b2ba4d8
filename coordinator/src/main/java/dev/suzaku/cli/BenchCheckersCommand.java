package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.bench.Directories;
import dev.suzaku.coordinator.bench.checkers.CheckPlan;
import dev.suzaku.coordinator.bench.checkers.CheckPlot;
import dev.suzaku.coordinator.bench.checkers.CheckReport;
import dev.suzaku.coordinator.bench.checkers.CheckTable;
import dev.suzaku.coordinator.bench.checkers.CheckerBenchmark;
import dev.suzaku.coordinator.bench.checkers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku bench checkers}. */
@Command(
        name = "checkers",
        mixinStandardHelpOptions = true,
        description = {
            "Our checkers, and others beside them, on the same generated histories in turns: medians with their 95 %%"
                    + " intervals.",
            "Run it under `taskset -c 1` to give everybody one processor. Exit code 1 when something falls short of"
                    + " what is promised, 3 when two checkers contradict each other."
        },
        footer = {
            "",
            "Example: suzaku bench checkers --only speed --peer 'Porcupine=./porcupine-check -timeout 10s {file}'"
        })
final class BenchCheckersCommand implements Callable<Integer> {
    private static final int TURNS_MAX = 10_000;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the histories and the order of the turns (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each history is checked by each checker (default ${DEFAULT-VALUE}).")
    private int turns;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "Histories for the share of those that are decided (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "For each check (default ${DEFAULT-VALUE}).")
    private String budget;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "3s",
            description = "How long ours runs on a history before it is measured (default ${DEFAULT-VALUE}).")
    private String warmUp;

    @Option(
            names = "--engine",
            paramLabel = "E",
            defaultValue = "auto",
            description = "Our engine (default ${DEFAULT-VALUE}).")
    private String engine;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "The beginning of a name: length, clients, pending, speed, cuts, large, share, spectrum, load; may"
                            + " be repeated.")
    private List<String> only = List.of();

    @Option(
            names = "--peer",
            paramLabel = "NAME=COMMAND",
            description =
                    "Another checker: 'NAME=COMMAND {file}'; {file} is a history of a cas-register in Jepsen's EDN."
                            + " Its exit code says 0 valid, 1 invalid, 2 unknown; elapsed_ms in a last line of JSON is its"
                            + " time. May be repeated.")
    private List<String> peers = List.of();

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            defaultValue = "bench-checkers.svg",
            description = "Where the picture goes (default ${DEFAULT-VALUE}).")
    private Path plot;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (turns < 1 || turns > TURNS_MAX || seeds < 1 || seeds > TURNS_MAX) {
            throw new BadInputException("--turns and --seeds must be 1 to " + TURNS_MAX);
        }
        CheckPlan plan = new CheckPlan(
                turns,
                seed,
                seeds,
                BudgetText.millis(budget),
                BudgetText.millis(warmUp),
                engine,
                only,
                peers.stream().map(Peer::parse).toList(),
                line -> System.err.println("bench: " + line));
        Path scratch = Files.createTempDirectory("suzaku-bench-");
        try {
            return report(new CheckerBenchmark(plan, scratch).run());
        } finally {
            Directories.delete(scratch);
        }
    }

    private int report(CheckReport report) throws IOException {
        if (report.isEmpty()) {
            throw new BadInputException("no benchmark begins with " + only);
        }
        new BenchOutput(json, plot)
                .print(
                        report.json().put("seed", seed).put("turns", turns),
                        CheckTable.render(report),
                        CheckPlot.render(report),
                        "seed " + seed + ", " + turns + " turns");
        if (report.contradiction()) {
            return ExitCode.DISAGREEMENT;
        }
        return report.fallsShort() ? ExitCode.VIOLATION : ExitCode.PASS;
    }
}
