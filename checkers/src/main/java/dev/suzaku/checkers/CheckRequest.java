package dev.suzaku.checkers;

import java.util.List;
import java.util.Objects;

/**
 * What to check.
 *
 * @param model {@code register}, {@code cas-register} or {@code kv}
 * @param conditions at least one; in any order
 * @param budgetMillis wall-clock time that the whole check may take; afterwards what is open is UNKNOWN
 * @param engine {@code auto}, or the name of one of the {@link dev.suzaku.checkers.engines.Engines}
 * @param windows whether to look for the late-effect window too
 */
public record CheckRequest(
        String model, List<Condition> conditions, long budgetMillis, String engine, boolean windows) {
    public static final long DEFAULT_BUDGET_MILLIS = 10_000;

    public CheckRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(engine, "engine");
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new CheckException("no condition to check");
        }
        if (budgetMillis <= 0) {
            throw new CheckException("the budget must be positive, not " + budgetMillis + " ms");
        }
    }

    /** All conditions, with the late-effect window, by the engine that fits best, within ten seconds. */
    public static CheckRequest all(String model) {
        return new CheckRequest(model, List.of(Condition.values()), DEFAULT_BUDGET_MILLIS, "auto", true);
    }
}
