package dev.suzaku.checkers.engines;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds a take from a queue or a stack that answered "empty" within a stretch of time in which, at every instant, some
 * value was certainly in: it had come, and nobody wanted to take it yet.
 */
final class EmptyWhileFull {
    /** Values that were in one after the other without a gap. */
    private static final class Stretch {
        private final List<Passage> passages = new ArrayList<>();
        private int until = -1;
    }

    private EmptyWhileFull() {}

    static Optional<Finding> find(Passages passages, Collection<Passage> values) {
        NavigableMap<Integer, Stretch> stretches = stretches(values);
        for (Passages.Empty empty : passages.empties()) {
            Map.Entry<Integer, Stretch> before = stretches.lowerEntry(empty.invoke());
            if (before != null && before.getValue().until > empty.end()) {
                List<Integer> certificate = new ArrayList<>();
                for (Passage passage : before.getValue().passages) {
                    if (passage.takeInvoke() > empty.invoke() && passage.putEnd < empty.end()) {
                        certificate.addAll(passage.positions());
                    }
                }
                certificate.add(empty.position());
                return Optional.of(passages.violated(empty.position(), certificate));
            }
        }
        return Optional.empty();
    }

    /** The stretches of time in which something was certainly in, by their beginnings. */
    private static NavigableMap<Integer, Stretch> stretches(Collection<Passage> values) {
        List<Passage> staying = new ArrayList<>(values);
        staying.removeIf(passage -> !passage.stays());
        staying.sort(Comparator.comparingInt(passage -> passage.putEnd));
        NavigableMap<Integer, Stretch> stretches = new TreeMap<>();
        Stretch last = new Stretch();
        for (Passage passage : staying) {
            if (passage.putEnd > last.until) {
                last = new Stretch();
                stretches.put(passage.putEnd, last);
            }
            last.until = Math.max(last.until, passage.takeInvoke());
            last.passages.add(passage);
        }
        return stretches;
    }
}
