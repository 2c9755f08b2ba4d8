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
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks one key after the other and sums the answers up. All conditions here hold for a history exactly when they hold
 * for each key of it (locality), since their bounds do not depend on what was linearized on other keys.
 */
final class KeyChecks {
    private final List<PowerCut> cuts;
    private final Deadlines deadlines;
    private final Implications implications;
    private final String engineName;
    private final Budget budget;
    private final EnumMap<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final TreeSet<String> engines = new TreeSet<>();
    private final List<KeyHistory> keys = new ArrayList<>();
    private Optional<String> reason = Optional.empty();
    private Optional<Violation> violation = Optional.empty();

    /** A key that violates a condition. */
    private record Violation(KeyHistory key, Condition condition, Finding.Violated finding) {}

    /** @param conditions those to check, all of them {@linkplain Condition#local local} */
    KeyChecks(
            List<PowerCut> cuts,
            Deadlines deadlines,
            Implications implications,
            Collection<Condition> conditions,
            String engineName,
            Budget budget) {
        this.cuts = cuts;
        this.deadlines = deadlines;
        this.implications = implications;
        this.engineName = engineName;
        this.budget = budget;
        for (Condition condition : conditions) {
            answers.put(condition, Answer.VALID);
        }
    }

    Map<Condition, Answer> answers() {
        return answers;
    }

    /** Why an answer is UNKNOWN. */
    Optional<String> reason() {
        return answers.containsValue(Answer.UNKNOWN) ? reason : Optional.empty();
    }

    /** A key that violates a condition. */
    Optional<String> violated() {
        return violation.map(found -> found.key().key());
    }

    Implications implications() {
        return implications;
    }

    Collection<String> engines() {
        return engines;
    }

    void check(KeyHistory key) {
        keys.add(key);
        Engine engine = Engines.named(engineName, key);
        engines.add(engine.name());
        EnumSet<Condition> open = EnumSet.noneOf(Condition.class);
        answers.forEach((condition, answer) -> {
            if (answer != Answer.INVALID) {
                open.add(condition);
            }
        });
        for (int probe = 0; !open.isEmpty(); probe++) {
            Condition condition = next(List.copyOf(open), probe);
            Answer answer = check(key, engine, condition);
            open.remove(condition);
            if (answer == Answer.VALID) {
                open.removeIf(weaker -> implications.holds(condition, weaker));
            } else if (answer == Answer.INVALID) {
                open.removeIf(stronger -> implications.holds(stronger, condition));
                answers.replaceAll((other, before) -> implications.holds(other, condition) ? Answer.INVALID : before);
            } else {
                answers.put(condition, answer);
            }
        }
    }

    /** The strongest holds for most keys, and the weakest fails where a value was lost; else it is bisected. */
    private static Condition next(List<Condition> open, int probe) {
        int place = probe == 0 ? 0 : probe == 1 ? open.size() - 1 : open.size() / 2;
        return open.get(place);
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
        return engine.decide(key, timeline(key, cuts, deadlines, condition, end), budget);
    }

    /** What engines look at to decide the condition for one key. */
    static Timeline timeline(KeyHistory key, List<PowerCut> cuts, Deadlines deadlines, Condition condition, End end) {
        Timeline timeline = Timeline.of(key, cuts, deadlines.at(condition, end));
        return condition == Condition.RECOVERABLE && !cuts.isEmpty()
                ? timeline.withSessionOrder(key, deadlines.sessions(end)::session)
                : timeline;
    }

    /** The window over all keys; to be called after all keys were checked, for a durable history. */
    Optional<LateEffectWindow> lateEffectWindow() {
        if (cuts.isEmpty()) {
            return Optional.empty();
        }
        WindowSearch search = new WindowSearch(cuts, deadlines, budget);
        for (KeyHistory key : keys) {
            search.add(key, Engines.named(engineName, key));
        }
        return search.result();
    }

    Optional<Counterexample> counterexample(Model model, History history, Budget explanation) {
        return violation.map(
                found -> new CounterexampleSearch(model, history, deadlines, found.condition(), explanation)
                        .explain(found.key(), found.finding()));
    }
}
