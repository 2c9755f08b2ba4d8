package dev.suzaku.histories;

import java.util.List;
import java.util.Objects;

/**
 * Everything that clients of one run did, and every power cut of it.
 *
 * @param header what the history says about itself
 * @param operations in the order of their invocations; {@link Operation#index()} is the position
 * @param cuts in the order of time; the cut at position k ends epoch k
 * @param complete false when the end of the recording is missing or damaged: such a history may be shown and may be
 *     found INVALID, but must never count as a pass
 */
public record History(HistoryHeader header, List<Operation> operations, List<PowerCut> cuts, boolean complete) {
    public History {
        Objects.requireNonNull(header, "header");
        operations = List.copyOf(operations);
        cuts = List.copyOf(cuts);
    }

    /** Number of operations with the given outcome. */
    public int count(Outcome outcome) {
        int count = 0;
        for (Operation operation : operations) {
            if (operation.outcome() == outcome) {
                count++;
            }
        }
        return count;
    }
}
