package dev.suzaku.checkers.engines;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Zones of a read-write register whose written values are all different (Gibbons and Korach 1997; Golab, Li and Shah
 * 2011). The operations on one value form a zone from the first end to the last invocation among them: forward when the
 * first end comes first, else backward. The history is linearizable exactly when no read ends before its write is
 * invoked, no two forward zones overlap, and no backward zone lies within a forward zone. O(n log n).
 *
 * <p>A pending write whose value was read has happened and ends at its deadline; one whose value was not read is left
 * out. All comparisons are of ranks, which are all different.
 */
public final class ZonesEngine implements Engine {
    private static final int BEFORE_ALL = -1;

    @Override
    public String name() {
        return "zones";
    }

    @Override
    public boolean applies(KeyHistory history) {
        if (!history.model().equals("register") && !history.model().equals("cas-register")) {
            return false;
        }
        Set<Value> written = new HashSet<>();
        for (Operation operation : history.operations()) {
            boolean write = operation.function().equals("write");
            if (!write && !operation.function().equals("read")) {
                return false;
            }
            if (write && (operation.argument() instanceof Value.Nothing || !written.add(operation.argument()))) {
                return false;
            }
        }
        return true;
    }

    /** The operations on one value: where the first of them ends and the last of them begins. */
    private static final class Zone {
        private final int writeInvoke;
        private final boolean mandatory;
        private int firstEnd;
        private int lastInvoke;
        private int lastPosition;
        private boolean read;

        Zone(int position, int invoke, int end, boolean mandatory) {
            this.writeInvoke = invoke;
            this.mandatory = mandatory;
            this.firstEnd = end;
            this.lastInvoke = invoke;
            this.lastPosition = position;
        }

        boolean forward() {
            return firstEnd < lastInvoke;
        }
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        if (timeline.hasSessionOrder()) {
            return new FrontierEngine().decide(history, timeline, budget); // zones know no order of sessions
        }
        Map<Value, Zone> zones = new HashMap<>();
        zones.put(Value.NOTHING, new Zone(BEFORE_ALL, BEFORE_ALL, BEFORE_ALL, false));
        List<Operation> operations = history.operations();
        for (int position = 0; position < operations.size(); position++) {
            Operation operation = operations.get(position);
            if (operation.function().equals("write") && timeline.invokeRank(position) != Timeline.NEVER) {
                zones.put(
                        operation.argument(),
                        new Zone(
                                position,
                                timeline.invokeRank(position),
                                timeline.endRank(position),
                                operation.outcome() == Outcome.OK));
            }
        }
        for (int position = 0; position < operations.size(); position++) {
            Operation operation = operations.get(position);
            if (!operation.function().equals("read")) {
                continue;
            }
            Zone zone = zones.get(operation.result());
            if (zone == null || timeline.endRank(position) < zone.writeInvoke) {
                return violated(timeline.endRank(position), position);
            }
            zone.read = true;
            zone.firstEnd = Math.min(zone.firstEnd, timeline.endRank(position));
            if (timeline.invokeRank(position) > zone.lastInvoke) {
                zone.lastInvoke = timeline.invokeRank(position);
                zone.lastPosition = position;
            }
        }
        return compare(zones, timeline);
    }

    private static Finding compare(Map<Value, Zone> zones, Timeline timeline) {
        List<Zone> forward = new ArrayList<>();
        List<Zone> backward = new ArrayList<>();
        for (Zone zone : zones.values()) {
            if (zone.read || zone.mandatory) {
                (zone.forward() ? forward : backward).add(zone);
            }
        }
        forward.sort(Comparator.comparingInt(zone -> zone.firstEnd));
        for (int i = 1; i < forward.size(); i++) {
            Zone before = forward.get(i - 1);
            if (forward.get(i).firstEnd < before.lastInvoke) {
                return violated(timeline.endRank(before.lastPosition), before.lastPosition);
            }
        }
        for (Zone zone : backward) {
            Zone around = lastBefore(forward, zone.lastInvoke);
            if (around != null && zone.firstEnd < around.lastInvoke) {
                return violated(timeline.endRank(around.lastPosition), around.lastPosition);
            }
        }
        return new Finding.Linearizable();
    }

    /** The forward zone that begins last before the rank, or null. */
    private static Zone lastBefore(List<Zone> forward, int rank) {
        int low = 0;
        int high = forward.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (forward.get(middle).firstEnd < rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : forward.get(low - 1);
    }

    private static Finding violated(int rank, int position) {
        return new Finding.Violated(rank, position, List.of());
    }
}
