package dev.suzaku.checkers;

import dev.suzaku.checkers.KeyAnswers.Violation;
import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Checks the objects of a history, several at once, and sums the answers up. All conditions here hold for a history
 * exactly when they hold for each object of it (locality), since their bounds do not depend on what was linearized on
 * other ones. The result does not depend on the number of threads: an object is spared a condition only if one before it
 * in the history violates it.
 */
final class KeyChecks {
    private final Model model;
    private final History history;
    private final List<PowerCut> cuts;
    private final Deadlines deadlines;
    private final Implications implications;
    private final Collection<Condition> conditions;
    private final String engineName;
    private final Budget budget;
    private final List<KeyRows> objects;
    // the objects' histories, where they are needed once more for the late-effect window
    private final KeyHistory[] kept;
    // per condition the first object that violates it, as far as is known
    private final AtomicIntegerArray firstViolating = new AtomicIntegerArray(Condition.values().length);
    private final EnumMap<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final EnumMap<Condition, String> reasons = new EnumMap<>(Condition.class);
    private final EngineChoices engines = new EngineChoices();
    // what is known of every object that the time did not reach
    private final AtomicReference<KeyAnswers> unreached = new AtomicReference<>();
    private boolean addedUnreached;
    private Optional<Violation> violation = Optional.empty();

    /**
     * Checks all objects.
     *
     * @param conditions those to check, all of them {@linkplain Condition#local local}
     * @param windows whether {@link #lateEffectWindow} will be asked for
     */
    KeyChecks(
            Model model,
            History history,
            Collection<Condition> conditions,
            String engineName,
            boolean windows,
            KeyThreads threads,
            Budget budget) {
        this.model = model;
        this.history = history;
        this.cuts = history.cuts();
        this.deadlines = Deadlines.of(history);
        this.implications = new Implications(cuts.isEmpty(), deadlines);
        this.conditions = conditions;
        this.engineName = engineName;
        this.budget = budget;
        this.objects = KeyRows.of(history, model);
        this.kept = new KeyHistory[windows && !cuts.isEmpty() ? objects.size() : 0];
        conditions.forEach(condition -> {
            answers.put(condition, Answer.VALID);
            firstViolating.set(condition.ordinal(), objects.size());
        });
        threads.run(objects.size(), budget, this::check).forEach(this::add);
    }

    private KeyAnswers check(int object, Budget share) {
        Optional<String> spent = object == 0 ? Optional.empty() : share.whySpent();
        if (spent.isPresent()) {
            return unreached(spent.get());
        }
        KeyRows rows = objects.get(object);
        KeyHistory key = KeyHistory.of(rows.key(), model, history.columns(), rows.rows(), cuts);
        List<Condition> open = conditions.stream()
                .filter(condition -> firstViolating.get(condition.ordinal()) >= object)
                .toList();
        KeyAnswers found =
                new KeyCheck(key, Engines.named(engineName, key), cuts, deadlines, implications, share).check(open);
        found.answers().forEach((condition, answer) -> {
            if (answer == Answer.INVALID) {
                firstViolating.accumulateAndGet(condition.ordinal(), object, Math::min);
            }
        });
        boolean explainedAtReady = found.answers().get(Condition.READY_BOUNDED) == Answer.VALID;
        if (kept.length > 0 && !explainedAtReady) {
            kept[object] = key;
        }
        return found;
    }

    /** There may be a million of them, whose answer is all the same. */
    private KeyAnswers unreached(String why) {
        return unreached.updateAndGet(known -> known == null ? KeyAnswers.undecided(conditions, why) : known);
    }

    /** Adds what was found about the next object. */
    private void add(KeyAnswers found) {
        if (found == unreached.get()) {
            if (addedUnreached) {
                return;
            }
            addedUnreached = true;
        }
        // where several threads check, an object may have been looked at for what one before it had just violated
        Optional<Violation> first = found.violation().filter(other -> answers.get(other.condition()) != Answer.INVALID);
        if (answers.values().stream().anyMatch(answer -> answer != Answer.INVALID)) {
            engines.addAll(found.engines()); // else the object may not have been looked at
        }
        found.answers().forEach((condition, answer) -> {
            if (answer != Answer.VALID && answers.get(condition) != Answer.INVALID) {
                answers.put(condition, answer);
            }
        });
        found.reasons().forEach(reasons::putIfAbsent);
        first.ifPresent(other -> {
            if (violation.isEmpty() || violation.get().yieldsTo(other)) {
                violation = Optional.of(other);
            }
        });
    }

    Map<Condition, Answer> answers() {
        return answers;
    }

    /** Why an answer is UNKNOWN. */
    Optional<String> reason() {
        return answers.entrySet().stream()
                .filter(entry -> entry.getValue() == Answer.UNKNOWN)
                .map(entry -> reasons.get(entry.getKey()))
                .findFirst();
    }

    /** Of the weakest condition that is violated. */
    Optional<Violation> violation() {
        return violation;
    }

    EngineChoices engines() {
        return engines;
    }

    /** The window over all objects, for a durable history; one that is explained at the first reply widens nothing. */
    Optional<LateEffectWindow> lateEffectWindow() {
        if (cuts.isEmpty()) {
            return Optional.empty();
        }
        WindowSearch search = new WindowSearch(cuts, deadlines, budget);
        Arrays.stream(kept).filter(key -> key != null).forEach(key -> search.add(key, Engines.named(engineName, key)));
        return search.result();
    }

    Optional<Counterexample> counterexample(Budget explanation) {
        return violation.map(
                found -> new CounterexampleSearch(model, history, deadlines, found.condition(), explanation)
                        .explain(found.key(), found.finding()));
    }
}
