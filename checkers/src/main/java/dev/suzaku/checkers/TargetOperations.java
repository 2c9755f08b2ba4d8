package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;

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

    static boolean onObject(String function) {
        return !function.equals(SYNC) && !function.equals(RESOLVE);
    }
}
