package dev.suzaku.cli;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.checkers.models.OwnModel;
import dev.suzaku.checkers.specification.ModelFiles;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** The options that name a model: one that is built in, or the user's own. */
final class ModelOption {
    static final String OWN_CLASS = "--model-class";

    @Option(
            names = "--model",
            paramLabel = "M",
            description =
                    "register, cas-register, kv (memcached semantics), kv-evicting, porcupine-kv, queue, stack, set,"
                            + " counter, mutex, multi-register, bank or bank-overdraft. Default: what the file says; runs"
                            + " of Suzaku do.")
    private Optional<String> builtIn = Optional.empty();

    @Option(
            names = OWN_CLASS,
            paramLabel = "NAME",
            description = "Your own model instead: a Java class, or NAMESPACE/VAR in Clojure.")
    private Optional<String> ownClass = Optional.empty();

    @Option(
            names = "--model-jar",
            paramLabel = "JAR|DIR",
            description = "Where your own model is: a jar, or a directory of classes or Clojure sources.")
    private Optional<Path> ownPlace = Optional.empty();

    /**
     * Runs a command on its stdout; what a model of the user's own prints meanwhile goes to stderr.
     *
     * @return the command's exit code
     */
    int apart(ToIntFunction<PrintStream> command) {
        PrintStream out = System.out;
        if (ownClass.isPresent()) {
            System.setOut(System.err);
        }
        try {
            return command.applyAsInt(out);
        } finally {
            System.setOut(out);
        }
    }

    /**
     * The model that was named; without a name, the one that the history's file says it is meant for.
     *
     * @throws BadInputException when there is neither, with the names that there are
     */
    Model model(Path history, String format) {
        if (builtIn.isPresent() && ownClass.isPresent() || ownClass.isPresent() != ownPlace.isPresent()) {
            throw new BadInputException("give either --model, or --model-class together with --model-jar");
        }
        return ownClass.<Model>map(name -> new OwnModel<>(name, ModelFiles.load(name, ownPlace.orElseThrow())))
                .orElseGet(() -> Models.named(builtIn.orElseGet(() -> recorded(history, format))));
    }

    /** The history with the built-in model that was named, if one was, as what its file says it is meant for. */
    History named(History history) {
        return builtIn.map(name -> new History(
                        history.header().ofModel(name), history.operations(), history.cuts(), history.complete()))
                .orElse(history);
    }

    private static String recorded(Path history, String format) {
        HistoryFormat known = HistoryFormat.named(format, history);
        String model =
                known == HistoryFormat.SUZAKU ? HistoryFile.header(history).model() : "";
        if (model.isEmpty()) {
            throw new BadInputException(history + " does not say what its objects are: give --model, one of "
                    + Models.names() + ", or your own by --model-class together with --model-jar");
        }
        return model;
    }
}
