package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Engine;
import dev.suzaku.checkers.engines.Engines;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks one key after the other and sums the answers up. All conditions here hold for a history exactly when they hold
 * for each key of it (locality), since their deadlines do not depend on what happened to other keys.
 */
final class KeyChecks {
    private final List<PowerCut> cuts;
    private final CheckRequest request;
    private final Budget budget;
    private final EnumMap<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final TreeSet<String> engines = new TreeSet<>();
    private final List<KeyHistory> keys = new ArrayList<>();
    private Optional<String> reason = Optional.empty();
    private Optional<Violation> violation = Optional.empty();

    /** A key that violates a condition. */
    private record Violation(KeyHistory key, Condition condition, Finding.Violated finding) {}

    KeyChecks(List<PowerCut> cuts, CheckRequest request, Budget budget) {
        this.cuts = cuts;
        this.request = request;
        this.budget = budget;
        for (Condition condition : request.conditions()) {
            answers.put(condition, Answer.VALID);
        }
    }

    Map<Condition, Answer> answers() {
        return answers;
    }

    Optional<String> reason() {
        return answers.containsValue(Answer.UNKNOWN) ? reason : Optional.empty();
    }

    String engines() {
        return engines.isEmpty() ? request.engine() : String.join("+", engines);
    }

    void check(KeyHistory key) {
        keys.add(key);
        Engine engine = Engines.named(request.engine(), key);
        engines.add(engine.name());
        for (Condition condition : answers.keySet()) {
            if (answers.get(condition) == Answer.INVALID) {
                continue;
            }
            Answer answer = check(key, engine, condition);
            if (answer == Answer.VALID) {
                return; // and so is every weaker condition
            }
            answers.put(condition, answer);
            if (answer == Answer.INVALID) {
                // so is every stronger condition; without cuts all conditions are one
                answers.replaceAll(
                        (other, before) -> cuts.isEmpty() || other.compareTo(condition) < 0 ? Answer.INVALID : before);
            }
        }
    }

    private Answer check(KeyHistory key, Engine engine, Condition condition) {
        Finding strict = decide(key, engine, condition, End.STRICT);
        if (strict instanceof Finding.Linearizable) {
            return Answer.VALID;
        }
        boolean oneEnd = cuts.isEmpty() || condition == Condition.DURABLE;
        Finding lenient =
                oneEnd || strict instanceof Finding.Undecided ? strict : decide(key, engine, condition, End.LENIENT);
        if (lenient instanceof Finding.Violated violated) {
            if (violation.isEmpty() || violation.get().condition().compareTo(condition) < 0) {
                violation = Optional.of(new Violation(key, condition, violated));
            }
            return Answer.INVALID;
        }
        reason = Optional.of(
                lenient instanceof Finding.Undecided undecided
                        ? undecided.reason()
                        : "whether key " + key.key() + " is " + condition.id()
                                + " depends on when exactly, within the known interval, a power cut happened");
        return Answer.UNKNOWN;
    }

    private Finding decide(KeyHistory key, Engine engine, Condition condition, End end) {
        return engine.decide(key, Timeline.of(key, cuts, Deadlines.of(condition, end, cuts)), budget);
    }

    /** The window over all keys; to be called after all keys were checked, for a durable history. */
    Optional<LateEffectWindow> lateEffectWindow() {
        if (cuts.isEmpty()) {
            return Optional.empty();
        }
        WindowSearch search = new WindowSearch(cuts, budget);
        for (KeyHistory key : keys) {
            search.add(key, Engines.named(request.engine(), key));
        }
        return search.result();
    }

    Optional<Counterexample> counterexample(Model model, History history, Budget explanation) {
        return violation.map(found -> new CounterexampleSearch(model, history, found.condition(), explanation)
                .explain(found.key(), found.finding()));
    }
}
