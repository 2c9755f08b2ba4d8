package dev.suzaku.checkers;

import dev.suzaku.checkers.models.RunningStep;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a check with a user's model, which may never come back from a step. */
final class WatchedCheck {
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long STUCK_MIN_MILLIS = 1000;

    private final RunningStep step;
    private final long stuckMillis;

    /** @param budgetMillis what the whole check may take; a single step that takes longer is stuck */
    WatchedCheck(RunningStep step, long budgetMillis) {
        this.step = step;
        this.stuckMillis = Math.max(STUCK_MIN_MILLIS, budgetMillis);
    }

    /**
     * The check's verdict.
     *
     * @throws CheckException when a step does not come back; the thread it runs in is left behind
     */
    Verdict await(Callable<Verdict> check) {
        FutureTask<Verdict> task = new FutureTask<>(check);
        Thread thread = new Thread(task, "check with a user's model");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return task.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Optional<String> stuck = step.stuck(stuckMillis);
                if (stuck.isPresent()) {
                    throw new CheckException("the model did not come back from " + stuck.get() + " within "
                            + stuckMillis + " ms, so nothing can be said");
                }
            } catch (ExecutionException e) {
                throw unwrapped(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CheckException("the check was interrupted");
            }
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
