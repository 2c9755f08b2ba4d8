package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.models.GrowingRegister;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.EventCursor;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistorySource;
import dev.suzaku.histories.HistorySurvey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a history that does not fit into memory. A first reading counts the operations of each object; then objects are
 * read and checked in groups that fit, by every engine there is. An object that does not fit by itself is streamed where
 * it is a register; of other such objects nothing is said.
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
        String engine = answers.request().engine();
        if (!GrowingRegister.isFor(model) || !StreamedRegister.ENGINES.contains(engine)) {
            answers.unknown(
                    answers.asked(),
                    KeyHistory.inWords(key.name()) + " has " + key.size()
                            + " operations, more than fit into memory; only registers"
                            + " can be streamed, by the engines " + String.join(", ", StreamedRegister.ENGINES)
                            + "; more memory may decide it");
            return;
        }
        StreamedRegister register = new StreamedRegister(key, model, engine, budget);
        for (Condition condition : answers.asked()) {
            if (!answers.decided(condition)) {
                decide(register, key, condition, answers);
            }
        }
        register.engines().forEach(answers::engine);
    }

    private static void decide(
            StreamedRegister register, StreamedKey key, Condition condition, StreamedAnswers answers) {
        StreamedRegister.Outcome strict = register.decide(condition, End.STRICT);
        boolean oneEnd = condition == Condition.DURABLE || key.cuts().isEmpty();
        StreamedRegister.Outcome lenient =
                oneEnd || !strict.violated() ? strict : register.decide(condition, End.LENIENT);
        if (lenient.why().isPresent()) {
            answers.unknown(List.of(condition), lenient.why().get());
        } else if (lenient.violated()) {
            answers.violated(condition, register.counterexample(condition, lenient));
        } else if (strict.violated()) {
            answers.unknown(
                    List.of(condition),
                    "whether " + KeyHistory.inWords(key.name()) + " is " + condition.id()
                            + " depends on when exactly, within the known interval, a power cut happened");
        }
    }
}
