package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a check of one object found.
 *
 * @param engines those that decided
 * @param answers one for each condition that was asked about
 * @param reasons why an answer is UNKNOWN
 * @param violation the weakest condition that was found violated
 */
record KeyAnswers(
        EngineChoices engines,
        Map<Condition, Answer> answers,
        Map<Condition, String> reasons,
        Optional<Violation> violation) {

    /** Of an object that was not looked at. */
    static KeyAnswers undecided(Collection<Condition> conditions, String why) {
        Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
        Map<Condition, String> reasons = new EnumMap<>(Condition.class);
        conditions.forEach(condition -> {
            answers.put(condition, Answer.UNKNOWN);
            reasons.put(condition, why);
        });
        return new KeyAnswers(new EngineChoices(), answers, reasons, Optional.empty());
    }

    /** An object that violates a condition. */
    record Violation(KeyHistory key, Condition condition, Finding.Violated finding) {
        /** When the operation ended that cannot be explained once the others were. */
        long nanos() {
            return key.returnNanos(finding.position());
        }

        /** Whether the other one says more: a violation of a weaker condition. */
        boolean yieldsTo(Violation other) {
            return condition.compareTo(other.condition) < 0;
        }
    }
}
