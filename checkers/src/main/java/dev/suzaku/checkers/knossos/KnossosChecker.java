package dev.suzaku.checkers.knossos;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.Certificate;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Counterexample;
import dev.suzaku.checkers.TargetOperations;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets Knossos check histories. It knows no power cuts, so it can answer for {@code durable}, where an operation that was
 * never answered may take effect at any time, and, where nothing was cut, for every condition of the chain, which all say
 * the same then. Each object is looked at alone. Stateless and thread-safe.
 */
public final class KnossosChecker {
    /** The engine's name. */
    public static final String ENGINE = "knossos";

    private final KnossosInstallation installation;

    public KnossosChecker(KnossosInstallation installation) {
        this.installation = installation;
    }

    /**
     * Whether Knossos can answer for a condition.
     *
     * @param cut whether the history has power cuts
     */
    public static boolean answersFor(Condition condition, boolean cut) {
        return condition == Condition.DURABLE || (!cut && condition.inChain());
    }

    /**
     * Checks a history. The budget begins when Knossos is loaded; when it is spent, its process is killed and the answer is
     * UNKNOWN. So it is when the process dies, for whatever reason.
     *
     * @throws CheckException when Knossos has no such model, cannot answer for a condition, or cannot be loaded
     */
    public Verdict check(History history, CheckRequest request) {
        List<KnossosHistory> objects = objects(history, request);
        try (KnossosProcess process = KnossosProcess.start(installation)) {
            long start = System.nanoTime();
            Optional<Found> told = Optional.empty();
            for (KnossosHistory object : objects) {
                long left = request.budgetMillis() - (System.nanoTime() - start) / 1_000_000;
                Found found = ask(process, object, left);
                boolean certain = found.answer() instanceof KnossosAnswer.Invalid;
                if (certain || told.isEmpty() && found.answer() instanceof KnossosAnswer.Unknown) {
                    told = Optional.of(found);
                }
                if (certain || !process.usable()) {
                    break;
                }
            }
            return verdict(history, request, told, (System.nanoTime() - start) / 1_000 / 1e3);
        }
    }

    /** What Knossos said about one object. */
    private record Found(KnossosHistory object, KnossosAnswer answer) {}

    private static Found ask(KnossosProcess process, KnossosHistory object, long millis) {
        if (millis <= 0) {
            return new Found(object, new KnossosAnswer.Unknown("the budget ran out before all objects were looked at"));
        }
        try {
            return new Found(object, process.ask(object, millis));
        } catch (KnossosProcessException e) {
            return new Found(object, new KnossosAnswer.Unknown(e.getMessage()));
        }
    }

    private static List<KnossosHistory> objects(History history, CheckRequest request) {
        KnossosModel model = KnossosModel.named(request.model());
        for (Condition condition : request.conditions()) {
            if (!answersFor(condition, !history.cuts().isEmpty())) {
                throw new CheckException("Knossos knows no power cuts and cannot answer for " + condition.id()
                        + (history.cuts().isEmpty() ? "" : " where the power was cut") + "; it can answer for durable");
            }
        }
        Map<String, List<Operation>> byKey = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            if (TargetOperations.onObject(operation)) {
                byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
            }
        }
        return byKey.values().stream()
                .map(operations -> KnossosHistory.of(model, operations))
                .toList();
    }

    private static Verdict verdict(History history, CheckRequest request, Optional<Found> found, double elapsedMillis) {
        Answer answer = found.isEmpty()
                ? Answer.VALID
                : found.get().answer() instanceof KnossosAnswer.Invalid ? Answer.INVALID : Answer.UNKNOWN;
        Optional<String> reason = found.map(Found::answer)
                .filter(KnossosAnswer.Unknown.class::isInstance)
                .map(unknown -> ((KnossosAnswer.Unknown) unknown).reason());
        if (answer == Answer.VALID && !history.complete()) {
            answer = Answer.UNKNOWN;
            reason = Optional.of("the history is incomplete: its end is missing or damaged");
        }
        Answer given = answer;
        Condition weakest =
                request.conditions().stream().max(Condition::compareTo).orElseThrow();
        return new Verdict(
                request.conditions().stream().collect(Collectors.toMap(Function.identity(), condition -> given)),
                given == Answer.VALID ? request.conditions().stream().min(Condition::compareTo) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ENGINE,
                ENGINE + ": it was asked for",
                history.operations().size(),
                history.count(Outcome.OK),
                history.complete(),
                elapsedMillis,
                reason,
                found.flatMap(told -> counterexample(told, weakest)));
    }

    private static Optional<Counterexample> counterexample(Found found, Condition condition) {
        if (!(found.answer() instanceof KnossosAnswer.Invalid invalid)) {
            return Optional.empty();
        }
        Operation unexplained = found.object().operation(invalid.event());
        List<Operation> shown = new ArrayList<>();
        StringBuilder text = new StringBuilder("Not " + condition.id() + ", says Knossos");
        text.append(unexplained.key().isEmpty() ? "" : ": key " + unexplained.key());
        text.append(": no order of the operations explains operation ").append(line(unexplained));
        if (invalid.previous() >= 0) {
            Operation previous = found.object().operation(invalid.previous());
            text.append("\nAll is well up to the answer of operation ").append(line(previous));
            shown.add(previous);
        }
        text.append("\nConfigurations before it: ")
                .append(invalid.configurations())
                .append('\n');
        if (shown.isEmpty() || shown.get(0).index() != unexplained.index()) {
            shown.add(shown.isEmpty() || shown.get(0).index() < unexplained.index() ? shown.size() : 0, unexplained);
        }
        Certificate certificate = new Certificate(
                Certificate.Kind.DEAD_END,
                "Knossos found no order that gets past #" + unexplained.index() + ".",
                List.of(unexplained),
                List.of());
        return Optional.of(new Counterexample(
                condition,
                unexplained.key(),
                unexplained,
                List.of(),
                certificate,
                Optional.empty(),
                text.toString(),
                shown));
    }

    private static String line(Operation operation) {
        return operation.index() + ": session " + operation.session() + ", " + operation.function() + " "
                + operation.argument() + " -> " + operation.result();
    }
}
