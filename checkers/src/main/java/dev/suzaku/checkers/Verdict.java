package dev.suzaku.checkers;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a check found.
 *
 * <p>A caller that wants to pass a run must look at more than the answers: a history without OK operations, or one that
 * is not complete, is linearizable for no good reason.
 *
 * @param conditions an answer for each condition asked for, strongest first
 * @param strongest the strongest condition of the chain that was asked for and is VALID
 * @param lateEffectWindow empty when not asked for, when there are no cuts, or when the history is not durable
 * @param lossWindow empty when not asked for, when there are no cuts, or when it is not known
 * @param engine the engines that decided, such as {@code frontier} or {@code frontier+zones}
 * @param engineReason for each of them why it was the one, in words
 * @param operations number of operations in the history
 * @param okOperations number of those that completed with outcome OK
 * @param historyComplete whether the history's end was intact
 * @param elapsedMillis what the check took, without the search for a counterexample; to the microsecond
 * @param reason why an answer is UNKNOWN or NOT_APPLICABLE
 * @param counterexample present when an answer is INVALID
 */
public record Verdict(
        Map<Condition, Answer> conditions,
        Optional<Condition> strongest,
        Optional<LateEffectWindow> lateEffectWindow,
        Optional<LossWindow> lossWindow,
        String engine,
        String engineReason,
        int operations,
        int okOperations,
        boolean historyComplete,
        double elapsedMillis,
        Optional<String> reason,
        Optional<Counterexample> counterexample) {
    public Verdict {
        EnumMap<Condition, Answer> ordered = new EnumMap<>(Condition.class);
        ordered.putAll(conditions);
        conditions = Collections.unmodifiableMap(ordered);
        Objects.requireNonNull(strongest, "strongest");
        Objects.requireNonNull(lateEffectWindow, "lateEffectWindow");
        Objects.requireNonNull(lossWindow, "lossWindow");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(engineReason, "engineReason");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(counterexample, "counterexample");
    }

    /** The answer for a condition that was asked for. */
    public Answer answer(Condition condition) {
        Answer answer = conditions.get(condition);
        if (answer == null) {
            throw new CheckException("condition " + condition.id() + " was not asked for");
        }
        return answer;
    }
}
