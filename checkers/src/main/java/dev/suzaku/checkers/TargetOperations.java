package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Vocabulary;
import java.util.stream.IntStream;

/**
 * Functions that clients call on the target as a whole, not on an object; no model sees them.
 *
 * <pre>
 *   sync: nothing -> anything     whatever had taken effect when it did is durable (a completed one; others say nothing)
 *   resolve: nothing -> ["applied", RESULT] | "not-applied"
 *                                 what became of the session's last operation, which was open at the last cut
 * </pre>
 */
public final class TargetOperations {
    static final String SYNC = "sync";
    static final String RESOLVE = "resolve";

    private TargetOperations() {}

    /** Whether an operation is one on an object. */
    public static boolean onObject(Operation operation) {
        return onObject(operation.function());
    }

    /** Whether an operation of the history calls the function, as far as its vocabulary tells. */
    static boolean called(String function, History history) {
        Vocabulary vocabulary = history.columns().vocabulary();
        return IntStream.range(0, vocabulary.functions())
                .anyMatch(number -> vocabulary.function(number).equals(function));
    }

    static boolean onObject(String function) {
        return !function.equals(SYNC) && !function.equals(RESOLVE);
    }
}
