package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
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
