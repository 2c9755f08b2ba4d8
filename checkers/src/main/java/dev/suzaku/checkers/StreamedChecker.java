package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.engines.Zones;
import dev.suzaku.checkers.models.GrowingRegister;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.EventCursor;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistorySource;
import dev.suzaku.histories.HistorySurvey;
import dev.suzaku.histories.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a history that does not fit into memory. A first reading counts the operations of each object; then objects are
 * read and checked in groups that fit, by every engine there is. An object that does not fit by itself is streamed where
 * it is a register whose written values are all different; of other such objects nothing is said.
 *
 * <p>Conditions are those whose bounds can be told from the cuts alone: strict, ready-bounded and durable; where nothing was
 * cut, all of the chain. Others are UNKNOWN. Windows are not looked for. Stateless and thread-safe.
 */
public final class StreamedChecker {
    private final HistoryChecker inMemory;
    private final StreamLimits limits;

    /**
     * A checker.
     *
     * @param inMemory what checks objects that fit
     */
    public StreamedChecker(HistoryChecker inMemory, StreamLimits limits) {
        this.inMemory = inMemory;
        this.limits = limits;
    }

    /**
     * Checks a history as {@link HistoryChecker#check} does. Its budget is that of all objects together, with reading.
     *
     * @throws CheckException when the engine is unknown, or an operation does not fit the model
     * @throws dev.suzaku.histories.HistoryFormatException when the file is not what it should be
     */
    public Verdict check(HistorySource source, Model model, CheckRequest request) {
        Engines.requireKnown(request.engine());
        Budget budget = new Budget(request.budgetMillis(), System::nanoTime);
        HistorySurvey survey;
        try (EventCursor cursor = source.events()) {
            survey = HistorySurvey.of(cursor);
        }
        StreamedAnswers answers = new StreamedAnswers(request, survey, model);
        List<Condition> asked = answers.asked();
        for (Set<String> group : groups(survey, model)) {
            long left = request.budgetMillis() - budget.elapsedMillis();
            if (asked.isEmpty()) {
                break;
            } else if (left <= 0) {
                answers.unknown(asked, budget.whySpent().orElseThrow());
                break;
            }
            if (operations(group, survey) <= limits.operationsInMemory()) {
                History part = group.size() == survey.operationsOfKeys().size()
                        ? source.only(key -> true)
                        : source.only(group::contains);
                answers.add(inMemory.check(
                        part, model, new CheckRequest(request.model(), asked, left, request.engine(), false)));
            } else {
                stream(new StreamedKey(source, survey, group.iterator().next(), limits), model, answers, budget);
            }
        }
        return answers.verdict(budget.elapsedMillis());
    }

    private static long operations(Set<String> keys, HistorySurvey survey) {
        return keys.stream().mapToLong(survey.operationsOfKeys()::get).sum();
    }

    /** Objects that are in memory together, in the order in which they first occur; one that does not fit is alone. */
    private List<Set<String>> groups(HistorySurvey survey, Model model) {
        if (!model.independentKeys(survey.functions())) {
            return List.of(survey.operationsOfKeys().keySet());
        }
        List<Set<String>> groups = new ArrayList<>();
        List<Set<String>> alone = new ArrayList<>();
        long size = 0;
        for (Map.Entry<String, Integer> key : survey.operationsOfKeys().entrySet()) {
            if (key.getValue() > limits.operationsInMemory()) {
                alone.add(Set.of(key.getKey()));
                continue;
            }
            if (groups.isEmpty() || size + key.getValue() > limits.operationsInMemory()) {
                groups.add(new HashSet<>());
                size = 0;
            }
            groups.get(groups.size() - 1).add(key.getKey());
            size += key.getValue();
        }
        groups.addAll(alone);
        return groups;
    }

    private void stream(StreamedKey key, Model model, StreamedAnswers answers, Budget budget) {
        boolean zones = GrowingRegister.isFor(model)
                && (answers.request().engine().equals("auto")
                        || answers.request().engine().equals("zones"));
        if (!zones) {
            answers.unknown(
                    answers.asked(),
                    "key " + key.name() + " has " + key.size() + " operations, more than fit into memory; of model "
                            + model.name() + " such an object can be streamed only by zones, if at all;"
                            + " more memory may decide it");
            return;
        }
        answers.engine("zones");
        StreamedZones engine = new StreamedZones(key, model);
        for (Condition condition : answers.asked()) {
            if (!answers.decided(condition)) {
                decide(engine, key, model, condition, answers, budget);
            }
        }
    }

    private static void decide(
            StreamedZones engine,
            StreamedKey key,
            Model model,
            Condition condition,
            StreamedAnswers answers,
            Budget budget) {
        StreamedZones.Outcome strict = engine.decide(condition, End.STRICT, budget);
        boolean oneEnd = condition == Condition.DURABLE || key.cuts().isEmpty();
        StreamedZones.Outcome lenient =
                oneEnd || strict.conflict().isEmpty() ? strict : engine.decide(condition, End.LENIENT, budget);
        if (lenient.why().isPresent()) {
            answers.unknown(List.of(condition), lenient.why().get());
        } else if (lenient.conflict().isPresent()) {
            answers.violated(
                    condition,
                    counterexample(key, model, condition, lenient.conflict().get()));
        } else if (strict.conflict().isPresent()) {
            answers.unknown(
                    List.of(condition),
                    "whether key " + key.name() + " is " + condition.id()
                            + " depends on when exactly, within the known interval, a power cut happened");
        }
    }

    private static Counterexample counterexample(
            StreamedKey key, Model model, Condition condition, Zones.Conflict conflict) {
        List<Operation> operations = key.operations(conflict.certificate());
        Operation failing = operations.stream()
                .filter(operation -> operation.index() == conflict.position())
                .findFirst()
                .orElseThrow();
        History alone = new History(key.survey().header(), operations, key.cuts(), true);
        Map<Integer, Integer> rows = new HashMap<>();
        operations.forEach(operation -> rows.put(operation.index(), rows.size()));
        KeyHistory history = KeyHistory.of(key.name(), model, operations, key.cuts());
        Deadlines deadlines = Deadlines.ofSome(alone.columns(), key.cuts(), rows::get);
        Timeline timeline = KeyCheck.timeline(history, key.cuts(), deadlines, condition, End.LENIENT);
        Certificate certificate = ZonePair.of(history, timeline)
                .orElseGet(() -> new Certificate(
                        Certificate.Kind.DEAD_END,
                        "Nothing wrote what #" + failing.index() + " read before it ended.",
                        operations,
                        List.of()));
        String summary = new Explanation(condition, key.name(), alone)
                .text(failing, List.of(), certificate, Optional.empty(), Optional.empty(), operations);
        return new Counterexample(
                condition, key.name(), failing, List.of(), certificate, Optional.empty(), summary, operations);
    }
}
