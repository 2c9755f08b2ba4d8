package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.bench.BenchPlan;
import dev.suzaku.coordinator.bench.BenchPlot;
import dev.suzaku.coordinator.bench.BenchReport;
import dev.suzaku.coordinator.bench.BenchTable;
import dev.suzaku.coordinator.bench.BenchTools;
import dev.suzaku.coordinator.bench.Directories;
import dev.suzaku.coordinator.bench.RuntimeBenchmark;
import dev.suzaku.coordinator.bench.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what persistence costs, and how fast the checkers are.",
        subcommands = {BenchCommand.Runtime.class, BenchCheckersCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: suzaku bench runtime --only micro"})
final class BenchCommand {
    private BenchCommand() {}

    /** {@code suzaku bench runtime}. */
    @Command(
            name = "runtime",
            mixinStandardHelpOptions = true,
            description = {
                "Native against runtime in turns: medians and ratios, each with the 95 %% interval of its median.",
                "Exit code 1 when an interval lies wholly beyond what is promised, 2 when something could not be"
                        + " measured."
            },
            footer = {"", "Example: suzaku bench runtime --pairs 15 --only memcached --json"})
    static final class Runtime implements Callable<Integer> {
        private static final int PAIRS_MAX = 10_000;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Of the order of the turns and of the load (default ${DEFAULT-VALUE}).")
        private long seed;

        @Option(
                names = "--pairs",
                paramLabel = "N",
                defaultValue = "15",
                description = "Turns of each benchmark (default ${DEFAULT-VALUE}).")
        private int pairs;

        @Option(
                names = "--only",
                paramLabel = "NAME",
                description =
                        "A suite (micro, memcached, server-musl, redis, map-insert, recovery) or the beginning of a"
                                + " benchmark's name; may be repeated.")
        private List<String> only = List.of();

        @Option(
                names = "--keys",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Keys that a map gets (default ${DEFAULT-VALUE}).")
        private long keys;

        @Option(
                names = "--cuts",
                paramLabel = "N",
                defaultValue = "100",
                description = "Recoveries for each heap size (default ${DEFAULT-VALUE}).")
        private int cuts;

        @Option(
                names = "--heaps",
                paramLabel = "MIB",
                split = ",",
                defaultValue = "64,1024,4096",
                description = "Heap sizes of the recovery times in MiB (default ${DEFAULT-VALUE}).")
        private List<Integer> heaps;

        @Option(
                names = "--plot",
                paramLabel = "FILE",
                defaultValue = "bench-runtime.svg",
                description = "Where the picture goes (default ${DEFAULT-VALUE}).")
        private Path plot;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (pairs < 1
                    || pairs > PAIRS_MAX
                    || keys < 1
                    || cuts < 1
                    || heaps.stream().anyMatch(heap -> heap < 1)) {
                throw new BadInputException(
                        "--pairs must be 1 to " + PAIRS_MAX + "; --keys, --cuts and --heaps 1 or more");
            }
            Path memory = Path.of("/dev/shm");
            Path scratch = Files.createTempDirectory(
                    Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")), "suzaku-bench-");
            try {
                return report(measure(scratch));
            } finally {
                Directories.delete(scratch);
            }
        }

        private BenchReport measure(Path scratch) throws IOException, InterruptedException {
            Path home = Path.of(System.getProperty("suzaku.home", "."));
            Turns turns = new Turns(pairs, seed, line -> System.err.println("bench: " + line));
            return RuntimeBenchmark.run(new BenchPlan(turns, BenchTools.build(home, scratch), only, keys, cuts, heaps));
        }

        private int report(BenchReport report) throws IOException {
            if (report.comparisons().isEmpty()
                    && report.recoveries().isEmpty()
                    && report.missing().isEmpty()) {
                throw new BadInputException("no benchmark is called " + only);
            }
            new BenchOutput(json, plot)
                    .print(
                            report.json().put("seed", seed).put("pairs", pairs),
                            BenchTable.render(report),
                            Optional.of(BenchPlot.render(report)),
                            "seed " + seed + ", " + pairs + " pairs");
            if (report.fallsShort()) {
                return ExitCode.VIOLATION;
            }
            return report.missing().isEmpty() ? ExitCode.PASS : ExitCode.INCONCLUSIVE;
        }
    }
}
