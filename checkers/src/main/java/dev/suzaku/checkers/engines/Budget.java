package dev.suzaku.checkers.engines;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much time and memory a check may take. All budgets that were {@linkplain #share shared} from one count as one; each
 * is used by one thread.
 */
public final class Budget {
    private static final int CLOCK_EVERY = 16;

    private final Account account;
    private int untilClock = CLOCK_EVERY;
    private boolean exhausted;

    /** What all threads of a check share. */
    private static final class Account {
        private final LongSupplier nanoClock;
        private final long startNanos;
        private final long budgetMillis;
        private final long memoryBytes;
        private final AtomicLong reservedBytes = new AtomicLong();
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Account(long budgetMillis, long memoryBytes, LongSupplier nanoClock) {
            this.nanoClock = nanoClock;
            this.startNanos = nanoClock.getAsLong();
            this.budgetMillis = budgetMillis;
            this.memoryBytes = memoryBytes;
        }
    }

    /**
     * A budget that starts now, with half of the heap for memory.
     *
     * @param budgetMillis wall-clock time
     * @param nanoClock a monotonic clock
     */
    public Budget(long budgetMillis, LongSupplier nanoClock) {
        this(budgetMillis, Runtime.getRuntime().maxMemory() / 2, nanoClock);
    }

    /**
     * A budget that starts now.
     *
     * @param budgetMillis wall-clock time
     * @param memoryBytes what the search of all engines together may keep, besides the history itself
     * @param nanoClock a monotonic clock
     */
    public Budget(long budgetMillis, long memoryBytes, LongSupplier nanoClock) {
        this(new Account(budgetMillis, memoryBytes, nanoClock));
    }

    private Budget(Account account) {
        this.account = account;
    }

    /** The same budget for another thread. */
    public Budget share() {
        return new Budget(account);
    }

    /** Time since the budget began. */
    public long elapsedMillis() {
        return (account.nanoClock.getAsLong() - account.startNanos) / 1_000_000;
    }

    /** Whether the time is up; looks at the clock now and then only. */
    public boolean spent() {
        if (!exhausted && --untilClock <= 0) {
            untilClock = CLOCK_EVERY;
            exhausted = elapsedMillis() >= account.budgetMillis || account.cancelled.get();
        }
        return exhausted;
    }

    /** Whether the time is up; looks at the clock at once. */
    boolean spentNow() {
        untilClock = 0;
        return spent();
    }

    /** Ends the budget for all who share it, because their answers are not needed any more. */
    public void cancel() {
        account.cancelled.set(true);
    }

    /** Looks at the clock at once; why nothing more may be done, if so. */
    public Optional<String> whySpent() {
        boolean late = elapsedMillis() >= account.budgetMillis;
        exhausted = exhausted || late || account.cancelled.get();
        if (!exhausted) {
            return Optional.empty();
        }
        return Optional.of(
                late || !account.cancelled.get()
                        ? "the budget of " + account.budgetMillis + " ms ran out; more time may decide it"
                        : "the answer was not needed any more");
    }

    /**
     * Whether there is time to write to so much memory for the first time. The kernel clears it then, a MB in about a
     * millisecond, and nothing interrupts that. If not, the budget is spent.
     */
    boolean allowsTouching(long bytes) {
        long millis = bytes >> 20;
        exhausted |= millis > 0 && elapsedMillis() + millis >= account.budgetMillis;
        return !exhausted;
    }

    /** Takes memory, to be {@linkplain #release given back}; false when so much is not left. */
    boolean reserve(long bytes) {
        if (account.reservedBytes.addAndGet(bytes) <= account.memoryBytes) {
            return true;
        }
        account.reservedBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        account.reservedBytes.addAndGet(-bytes);
    }

    /** Why nothing more could be kept, in words. */
    String outOfMemory(String key) {
        return KeyHistory.inWords(key) + " needs more than the " + (account.memoryBytes >> 20)
                + " MB of memory that the search may take; more memory may decide it";
    }
}
