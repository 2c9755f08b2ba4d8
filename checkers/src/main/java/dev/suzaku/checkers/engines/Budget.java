package dev.suzaku.checkers.engines;

import java.util.Optional;
import java.util.function.LongSupplier;

/** How much time and memory a check may take. Used by one thread. */
public final class Budget {
    private static final int CLOCK_EVERY = 256;
    private static final long CELLS_MAX = 24L << 20;

    private final LongSupplier nanoClock;
    private final long startNanos;
    private final long budgetMillis;
    private final long cellsMax;
    private int untilClock = CLOCK_EVERY;
    private boolean exhausted;

    /**
     * A budget that starts now.
     *
     * @param budgetMillis wall-clock time
     * @param nanoClock a monotonic clock
     */
    public Budget(long budgetMillis, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.budgetMillis = budgetMillis;
        this.cellsMax = Math.min(CELLS_MAX, Runtime.getRuntime().maxMemory() / 8 / Long.BYTES);
    }

    /** Number of 64-bit cells that one set of configurations may fill. */
    public long cellsMax() {
        return cellsMax;
    }

    /** Time since the budget began. */
    public long elapsedMillis() {
        return (nanoClock.getAsLong() - startNanos) / 1_000_000;
    }

    /** Whether the time is up; looks at the clock now and then only. */
    public boolean spent() {
        if (!exhausted && --untilClock <= 0) {
            untilClock = CLOCK_EVERY;
            exhausted = elapsedMillis() >= budgetMillis;
        }
        return exhausted;
    }

    /** Looks at the clock at once; why nothing more may be done, if so. */
    public Optional<String> whySpent() {
        exhausted = exhausted || elapsedMillis() >= budgetMillis;
        return exhausted ? Optional.of("the budget of " + budgetMillis + " ms ran out") : Optional.empty();
    }
}
