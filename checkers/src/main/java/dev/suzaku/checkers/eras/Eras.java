package dev.suzaku.checkers.eras;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.List;

/**
 * The times between cuts. An era begins with the crash that ends the one before; the last has no end.
 *
 * @param crashes the instants of the crashes, rising
 */
record Eras(long[] crashes) {
    int last() {
        return crashes.length;
    }

    /** The era in which an instant lies. */
    int of(long nanos) {
        int low = 0;
        int high = crashes.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (crashes[middle] <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int invokedIn(Operation operation) {
        return of(operation.invokeNanos());
    }

    /** The era in which it was answered, or -1. */
    int answeredIn(Operation operation) {
        return operation.outcome() == Outcome.OK ? of(operation.returnNanos()) : -1;
    }

    /**
     * For each cut an instant such that what returned before it must have survived.
     *
     * @param syncs those that make durable what happened before
     * @param earliest the same without looking at these
     */
    long[] least(List<Operation> syncs, long[] earliest) {
        long[] least = earliest.clone();
        for (Operation sync : syncs) {
            int era = invokedIn(sync);
            if (sync.outcome() == Outcome.OK && era < last() && answeredIn(sync) == era) {
                least[era] = Math.max(least[era], sync.invokeNanos());
            }
        }
        return least;
    }
}
