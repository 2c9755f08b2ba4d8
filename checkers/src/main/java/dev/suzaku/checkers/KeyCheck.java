package dev.suzaku.checkers;

import dev.suzaku.checkers.KeyAnswers.Violation;
import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Decision;
import dev.suzaku.checkers.engines.Engine;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks one object for several conditions, as few of them as the chain of conditions allows. Conditions that set the same
 * bounds to the object's pending operations, as all do where none was open at a cut, are decided together. Used once, by
 * one thread.
 */
final class KeyCheck {
    private final KeyHistory key;
    private final Engine engine;
    private final List<PowerCut> cuts;
    private final Deadlines deadlines;
    private final Implications implications;
    private final Budget budget;
    private final EngineChoices engines = new EngineChoices();
    private final List<Decided> decided = new ArrayList<>();
    private final Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final Map<Condition, String> reasons = new EnumMap<>(Condition.class);
    private Optional<Violation> violation = Optional.empty();

    private record Decided(Timeline timeline, Finding finding) {}

    KeyCheck(
            KeyHistory key,
            Engine engine,
            List<PowerCut> cuts,
            Deadlines deadlines,
            Implications implications,
            Budget budget) {
        this.key = key;
        this.engine = engine;
        this.cuts = cuts;
        this.deadlines = deadlines;
        this.implications = implications;
        this.budget = budget;
    }

    /** @param conditions those to check, all of them {@linkplain Condition#local local} */
    KeyAnswers check(Collection<Condition> conditions) {
        EnumSet<Condition> open = EnumSet.noneOf(Condition.class);
        open.addAll(conditions);
        for (int probe = 0; !open.isEmpty(); probe++) {
            Condition condition = next(List.copyOf(open), probe);
            Answer answer = check(condition);
            answers.put(condition, answer);
            open.remove(condition);
            for (Condition other : conditions) {
                boolean follows = answer == Answer.VALID && implications.holds(condition, other)
                        || answer == Answer.INVALID && implications.holds(other, condition);
                if (follows) {
                    answers.put(other, answer);
                    reasons.remove(other);
                    open.remove(other);
                }
            }
        }
        return new KeyAnswers(engines, answers, reasons, violation);
    }

    /**
     * The strongest holds for most keys, and the weakest fails where a value was lost. Where operations took effect late,
     * the weakest that has a bound says most, and recoverable costs most, since it is about an order.
     */
    private static Condition next(List<Condition> open, int probe) {
        int last = open.size() - 1;
        boolean dear = open.get(last) == Condition.RECOVERABLE && last > 0;
        return open.get(probe == 0 ? 0 : dear ? last - 1 : last);
    }

    private Answer check(Condition condition) {
        Finding strict = decide(condition, End.STRICT);
        if (strict instanceof Finding.Linearizable) {
            return Answer.VALID;
        }
        boolean oneEnd = deadlines.exact() || condition == Condition.DURABLE;
        Finding lenient = oneEnd || strict instanceof Finding.Undecided ? strict : decide(condition, End.LENIENT);
        if (lenient instanceof Finding.Violated violated) {
            Violation found = new Violation(key, condition, violated);
            violation = violation.filter(before -> !before.yieldsTo(found)).or(() -> Optional.of(found));
            return Answer.INVALID;
        }
        reasons.put(
                condition,
                lenient instanceof Finding.Undecided undecided
                        ? undecided.reason()
                        : "whether " + KeyHistory.inWords(key.key()) + " is " + condition.id()
                                + " depends on when exactly, within the known interval, a power cut happened");
        return Answer.UNKNOWN;
    }

    private Finding decide(Condition condition, End end) {
        Timeline timeline = timeline(key, cuts, deadlines, condition, end);
        for (Decided before : decided) {
            if (before.timeline().equivalent(timeline)) {
                return before.finding();
            }
        }
        Decision decision = engine.decision(key, timeline, budget);
        engines.add(decision);
        decided.add(new Decided(timeline, decision.finding()));
        return decision.finding();
    }

    /** What engines look at to decide the condition for one key. */
    static Timeline timeline(KeyHistory key, List<PowerCut> cuts, Deadlines deadlines, Condition condition, End end) {
        Timeline timeline = Timeline.of(key, cuts, deadlines.at(condition, end));
        return condition == Condition.RECOVERABLE && !cuts.isEmpty()
                ? timeline.withSessionOrder(key, deadlines.sessions(end)::session)
                : timeline;
    }
}
