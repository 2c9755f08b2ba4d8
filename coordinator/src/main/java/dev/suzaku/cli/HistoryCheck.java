package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.StreamLimits;
import dev.suzaku.checkers.StreamedChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.knossos.KnossosChecker;
import dev.suzaku.checkers.knossos.KnossosInstallation;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.OwnModel;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.grading.OperationJson;
import dev.suzaku.coordinator.grading.VerdictJson;
import dev.suzaku.coordinator.store.RunDirectory;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.HistorySource;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What `check` does. With {@code all} every condition is checked and the verdict is that of {@code durable}.
 *
 * @param model what the objects are
 * @param condition a condition's id, or {@code all}
 * @param engine an engine's name, or {@code auto}
 * @param budgetMillis time for the check
 * @param crossCheck whether to ask Knossos too, with the same budget
 * @param out where the verdict goes
 */
record HistoryCheck(
        Model model, String condition, String engine, long budgetMillis, boolean crossCheck, PrintStream out) {
    private static final String ALL = "all";

    HistoryCheck {
        if (!condition.equals(ALL)
                && Arrays.stream(Condition.values()).noneMatch(each -> each.id().equals(condition))) {
            throw new BadInputException("unknown condition " + condition + "; there are all, " + Condition.ids());
        }
        if (!engine.equals(KnossosChecker.ENGINE)) {
            requireKnown(engine);
        }
    }

    private static void requireKnown(String engine) {
        try {
            Engines.requireKnown(engine);
        } catch (CheckException e) {
            throw new BadInputException(e.getMessage() + ", " + KnossosChecker.ENGINE);
        }
    }

    /**
     * Prints the verdict on stdout. A history that turns out not to fit into memory is streamed, as if that had been asked
     * for.
     *
     * @return the exit code
     */
    int print(Path history, String format, boolean json) {
        try {
            return printWhole(history, format, json);
        } catch (OutOfMemoryError e) {
            if (crossCheck || engine.equals(KnossosChecker.ENGINE)) {
                throw e;
            }
            System.err.println("suzaku: the history does not fit into "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB of memory; it is checked in parts");
            return printStreamed(history, format, json);
        }
    }

    /** The same without reading the whole history into memory. */
    int printStreamed(Path history, String format, boolean json) {
        if (crossCheck || engine.equals(KnossosChecker.ENGINE)) {
            throw new BadInputException("Knossos cannot be asked about a history that is streamed");
        }
        Path file = file(history);
        HistorySource source = new HistorySource(file, HistoryFormat.named(format, file));
        Verdict verdict = new StreamedChecker(new HistoryChecker(), StreamLimits.ofHeap())
                .check(source, model, new CheckRequest(model.name(), conditions(), budgetMillis, engine, false));
        Optional<String> doubt = doubt(history, verdict, verdict.answer(asked()));
        Answer answer = doubt.isPresent() ? Answer.UNKNOWN : verdict.answer(asked());
        ObjectNode object = VerdictJson.verdict(verdict, answer, 0);
        doubt.ifPresent(reason -> object.put("reason", reason));
        out.println(json ? object.toPrettyString() : new VerdictText(object).text());
        return exitCode(answer);
    }

    private List<Condition> conditions() {
        return condition.equals(ALL) ? List.of(Condition.values()) : List.of(Condition.named(condition));
    }

    private Condition asked() {
        return condition.equals(ALL) ? Condition.DURABLE : Condition.named(condition);
    }

    private int printWhole(Path history, String format, boolean json) {
        Condition asked = asked();
        boolean windows = asked == Condition.DURABLE || asked.buffered();
        CheckRequest request = new CheckRequest(model.name(), conditions(), budgetMillis, engine, windows);
        History read = HistoryFormat.read(file(history), format);
        boolean byKnossos = engine.equals(KnossosChecker.ENGINE);
        if (byKnossos && crossCheck) {
            throw new BadInputException("--cross-check compares Knossos with another engine than itself");
        }
        Optional<KnossosInstallation> knossos = Optional.of(byKnossos || crossCheck)
                .filter(wanted -> wanted)
                .map(wanted -> KnossosInstallation.find(System.getenv()));
        if (knossos.isPresent() && model instanceof OwnModel) {
            throw new BadInputException("Knossos cannot be asked about a model of your own");
        }
        Verdict verdict = byKnossos
                ? new KnossosChecker(knossos.orElseThrow()).check(read, request)
                : new HistoryChecker().check(read, model, request);
        Optional<CrossCheck> other = knossos.filter(installation -> crossCheck)
                .map(installation -> CrossCheck.of(read, verdict, request, installation));
        Optional<String> doubt = doubt(history, verdict, verdict.answer(asked));
        Answer answer = doubt.isPresent() ? Answer.UNKNOWN : verdict.answer(asked);
        ObjectNode object = VerdictJson.verdict(verdict, answer, OperationJson.originNanos(read));
        doubt.ifPresent(reason -> object.put("reason", reason));
        other.ifPresent(crossed -> object.set("cross_check", crossed.json()));
        object.put("times_are_positions", read.header().timesArePositions());
        out.println(json ? object.toPrettyString() : new VerdictText(object).text());
        boolean disagree = other.filter(crossed -> crossed.outcome() == CrossCheck.Outcome.DISAGREEMENT)
                .isPresent();
        return disagree ? ExitCode.DISAGREEMENT : exitCode(answer);
    }

    /** The history file that is meant by a file, or by a run's directory. */
    static Path file(Path given) {
        Path file = Files.isDirectory(given) ? given.resolve("history.szh") : given;
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("history " + file + ": no such file");
        }
        return file;
    }

    /** A history that shows too little is linearizable for no good reason, and must not count as a pass. */
    private static Optional<String> doubt(Path given, Verdict verdict, Answer answer) {
        if (answer != Answer.VALID) {
            return Optional.empty();
        }
        if (!verdict.historyComplete()) {
            return Optional.of("the history is incomplete: its recording was cut short or damaged");
        }
        if (Files.isDirectory(given) && verdict.operations() > 0 && verdict.okOperations() == 0) {
            return Optional.of("no operation of the history succeeded");
        }
        return Files.isDirectory(given) ? new RunDirectory(given).doubt() : Optional.empty();
    }

    private static int exitCode(Answer answer) {
        return switch (answer) {
            case VALID -> ExitCode.PASS;
            case INVALID -> ExitCode.VIOLATION;
            case UNKNOWN, NOT_APPLICABLE -> ExitCode.INCONCLUSIVE;
        };
    }
}
