package dev.suzaku.cli;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryShrinker;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormat;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code suzaku shrink}. Exit code 0 when the file was written, 2 when there is nothing to shrink. */
@Command(
        name = "shrink",
        mixinStandardHelpOptions = true,
        description = "Writes the smallest part of a history that still violates a condition, for `suzaku check`.",
        footer = {"", "Example: suzaku shrink store/latest/control-stale-reads -o smallest.szh"})
final class ShrinkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HISTORY|RUN", description = "A history file, or a run's directory.")
    private Path history;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--condition",
            paramLabel = "C",
            defaultValue = "durable",
            description = "The condition that is violated. Default: ${DEFAULT-VALUE}")
    private String condition;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "auto",
            description = "As for `suzaku check`. Default: ${DEFAULT-VALUE}")
    private String format;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Time for the check, and once more for the shrinking. Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(names = "-o", paramLabel = "FILE", required = true, description = "The file to write; it must not exist.")
    private Path output;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new BadInputException(output + " exists; name a file that does not");
        }
        return model.apart(this::shrink);
    }

    private int shrink(PrintStream out) {
        History read = HistoryFormat.read(HistoryCheck.file(history), format);
        Condition violated = Condition.named(condition);
        Optional<History> smallest = HistoryShrinker.smallest(
                read, model.model(HistoryCheck.file(history), format), violated, BudgetText.millis(budget));
        if (smallest.isEmpty()) {
            System.err.println("suzaku: the history is not known to violate " + condition + "; nothing was written");
            return ExitCode.INCONCLUSIVE;
        }
        HistoryFile.write(output, model.named(smallest.get()));
        out.println(smallest.get().operations().size() + " of "
                + read.operations().size() + " operations still violate " + condition + "; written to " + output);
        return ExitCode.PASS;
    }
}
