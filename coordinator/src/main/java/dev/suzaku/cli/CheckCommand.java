package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code suzaku check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks a history, or a run's history again, against a model.",
        footer = {"", "Example: suzaku check store/latest/memcached-wpp-L1 --model kv --condition all --json"})
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HISTORY|RUN", description = "A history file, or a run's directory.")
    private Path history;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "auto",
            description =
                    "suzaku, jepsen-edn, jepsen-json, porcupine-etcd, porcupine-kv or auto. Default: ${DEFAULT-VALUE}")
    private String format;

    @Option(
            names = "--condition",
            paramLabel = "C",
            defaultValue = "durable",
            description = "strict, ready-bounded, persistent, recoverable, transient, durable, buffered-prefix,"
                    + " buffered-cut, nrl, detectable or all. Default: ${DEFAULT-VALUE}")
    private String condition;

    @Option(
            names = "--engine",
            paramLabel = "E",
            defaultValue = "auto",
            description =
                    "auto, zones, chains, queue-sweep, stack-nesting, grow-only-set, counter, bank-total, frontier,"
                            + " relax, depth-first, exact or knossos. Default: ${DEFAULT-VALUE}")
    private String engine;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Time for the check, such as 500ms, 10s, 2m. Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(
            names = "--cross-check",
            description = "Ask Knossos too; exit code 3 when the two disagree. Where it is: SUZAKU_KNOSSOS_CLASSPATH.")
    private boolean crossCheck;

    @Option(
            names = "--stream",
            description =
                    "Check a history that is larger than memory in parts; what does not fit into memory is checked so"
                            + " anyway.")
    private boolean stream;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "The most memory Java may take for its heap, 64m to 9999g, such as 1g. Default: a quarter of the"
                            + " machine's")
    private Optional<String> memory = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        memory.ifPresent(HeapSize::requireStartedWith);
        return model.apart(out -> {
            HistoryCheck check = new HistoryCheck(
                    model.model(HistoryCheck.file(history), format),
                    condition,
                    engine,
                    BudgetText.millis(budget),
                    crossCheck,
                    out);
            return stream ? check.printStreamed(history, format, json) : check.print(history, format, json);
        });
    }
}
