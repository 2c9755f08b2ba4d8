package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.ReadsAndWrites;
import java.util.List;
import java.util.Optional;

/**
 * Zones of a read-write register whose written values are all different (Gibbons and Korach 1997; Golab, Li and Shah
 * 2011). The operations on one value form a zone from the first end to the last invocation among them: forward when the
 * first end comes first, else backward. The history is linearizable exactly when no read ends before its write is
 * invoked, no two forward zones overlap, and no backward zone lies within a forward zone. About linear: only zones that
 * are far out of order are sorted.
 *
 * <p>A pending write whose value was read has happened and ends at its deadline; one whose value was not read is left
 * out.
 */
public final class ZonesEngine implements Engine {
    @Override
    public String name() {
        return "zones";
    }

    @Override
    public String suits() {
        return "every written value is new";
    }

    @Override
    public boolean applies(KeyHistory history) {
        return new UniqueValues().addAll(history);
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        Optional<Finding> refusal = Refusal.of(timeline, budget);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Zones zones = new Zones(((ReadsAndWrites) history.automaton()).values());
        zones.add(history, timeline, position -> position);
        Optional<Zones.Conflict> conflict = zones.conflict();
        return conflict.isEmpty() ? new Finding.Linearizable() : violated(conflict.get(), timeline);
    }

    private static Finding violated(Zones.Conflict conflict, Timeline timeline) {
        int position = conflict.position();
        return new Finding.Violated(timeline.endRank(position), position, List.of(), conflict.certificate());
    }
}
