package dev.suzaku.histories;

import java.util.Objects;

/**
 * One call of one client, from before its first byte was sent until its answer was completely parsed.
 *
 * @param index position in the history's order of invocations, from 0
 * @param session the client, which keeps its number across power cuts; not negative
 * @param epoch number of power cuts that had certainly happened before the invocation
 * @param function what was called, such as {@code get}
 * @param key the object it was called on; empty where there is only one
 * @param argument what the caller passed
 * @param result what it was answered; {@link Value#NOTHING} when the outcome is not OK
 * @param outcome how it ended
 * @param invokeNanos when it was called, on the run's monotonic clock
 * @param returnNanos when its answer was parsed, or {@link #NEVER} when the outcome is INFO
 */
public record Operation(
        int index,
        int session,
        int epoch,
        String function,
        String key,
        Value argument,
        Value result,
        Outcome outcome,
        long invokeNanos,
        long returnNanos) {
    /** The return time of an operation that was never answered. */
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(argument, "argument");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(outcome, "outcome");
        if (index < 0 || session < 0 || epoch < 0) {
            throw new IllegalArgumentException("index, session and epoch must not be negative");
        }
        if (returnNanos < invokeNanos) {
            throw new IllegalArgumentException("operation " + index + " returned before it was invoked");
        }
        if ((outcome == Outcome.INFO) != (returnNanos == NEVER)) {
            throw new IllegalArgumentException("operation " + index + ": exactly the INFO outcome has no return");
        }
    }

    /** The same call as if it had not been answered. */
    public Operation unanswered() {
        return new Operation(
                index, session, epoch, function, key, argument, Value.NOTHING, Outcome.INFO, invokeNanos, NEVER);
    }

    /** The same call as if it had been answered so, and then. */
    public Operation answered(Value otherResult, long otherReturnNanos) {
        return new Operation(
                index, session, epoch, function, key, argument, otherResult, Outcome.OK, invokeNanos, otherReturnNanos);
    }

    /** The same call with other values, passed and answered. */
    public Operation withValues(Value otherArgument, Value otherResult) {
        return new Operation(
                index, session, epoch, function, key, otherArgument, otherResult, outcome, invokeNanos, returnNanos);
    }

    /** The same operation at another place of a history. */
    public Operation numbered(int otherIndex) {
        return new Operation(
                otherIndex, session, epoch, function, key, argument, result, outcome, invokeNanos, returnNanos);
    }

    /** The same operation by another client. */
    public Operation ofSession(int otherSession) {
        return new Operation(
                index, otherSession, epoch, function, key, argument, result, outcome, invokeNanos, returnNanos);
    }
}
