package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.SetModel;
import dev.suzaku.checkers.models.SetModel.SetCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set from which nothing is removed, in O(n log n + sizes of reads). Then the reads of the whole set come in the order
 * of inclusion, and every element comes in between the last read without it and the first read with it, at an instant at
 * which one of its adds was open, before all of its adds ended, not before an answer that it was not in ended its wait,
 * and not after an answer that it was in. Giving each, in this order, the earliest instant that is left either places all
 * or shows that nothing can.
 */
public final class SetEngine implements Engine {
    @Override
    public String name() {
        return "grow-only-set";
    }

    @Override
    public String suits() {
        return "nothing is ever removed";
    }

    @Override
    public boolean applies(KeyHistory history) {
        if (!history.model().equals("set")) {
            return false;
        }
        for (Operation operation : history.operations()) {
            if (SetModel.callOf(operation).orElseThrow() instanceof SetCall.Remove) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> new Placement(history, timeline).judge());
    }

    /** A span of ranks in which an add was open. */
    private record Span(int from, int to) {}

    /** When an element may come in; ranks of events. */
    private static final class Element {
        private final List<Span> adds = new ArrayList<>();
        private final List<Integer> positions = new ArrayList<>();
        private int from = -1;
        private int to = Timeline.NEVER;
        private int lastPosition;
        private int group = Integer.MAX_VALUE;
        private boolean wanted;

        /** The instant must lie before the rank at which the operation ends. */
        void before(int rank, int position) {
            if (rank <= to) {
                to = rank;
                lastPosition = position;
            }
            wanted = true;
        }

        /** The earliest instant from the given one on, or {@link Timeline#NEVER}. */
        int earliest(int start) {
            int earliest = Timeline.NEVER;
            for (Span add : adds) {
                int instant = Math.max(Math.max(start, from), add.from());
                if (instant < add.to() && instant < to) {
                    earliest = Math.min(earliest, instant);
                }
            }
            return earliest;
        }
    }

    /** A read of the whole set. */
    private record Read(int position, Set<Value> elements, int invoke, int end) {}

    private static final class Placement {
        private final KeyHistory history;
        private final Timeline timeline;
        private final Map<Value, Element> elements = new LinkedHashMap<>();
        private final List<Read> reads = new ArrayList<>();
        private int instant = -1;
        private int impossible = -1;
        /** The read that was invoked last of those that are placed, or null. */
        private Read latestRead;

        Placement(KeyHistory history, Timeline timeline) {
            this.history = history;
            this.timeline = timeline;
            for (int position = 0; position < history.operations().size(); position++) {
                if (timeline.invokeRank(position) != Timeline.NEVER) {
                    add(
                            position,
                            SetModel.callOf(history.operations().get(position)).orElseThrow());
                }
            }
            reads.sort(Comparator.comparingInt(read -> read.elements().size()));
        }

        private void add(int position, SetCall call) {
            int invoke = timeline.invokeRank(position);
            int end = timeline.endRank(position);
            if (call instanceof SetCall.Add add) {
                Element element = element(add.element(), position);
                element.adds.add(new Span(invoke, end));
                if (history.mandatory(position)) {
                    element.before(end, position);
                }
            } else if (call instanceof SetCall.Contains contains) {
                Element element = element(contains.element(), position);
                if (contains.in()) {
                    element.before(end, position);
                } else {
                    element.from = Math.max(element.from, invoke);
                }
            } else if (call instanceof SetCall.Read read) {
                reads.add(new Read(position, read.elements(), invoke, end));
            } else {
                impossible = position;
            }
        }

        private Element element(Value value, int position) {
            Element element = elements.computeIfAbsent(value, v -> new Element());
            element.positions.add(position);
            return element;
        }

        Finding judge() {
            if (impossible >= 0) {
                return violated(impossible, List.of(impossible));
            }
            Set<Value> before = Set.of();
            for (int i = 0; i < reads.size(); ) {
                int next = afterAlike(i);
                int first = i;
                Optional<Finding> found = comeIn(reads.get(i), before, i).or(() -> readAlike(first, next));
                if (found.isPresent()) {
                    return found.get();
                }
                before = reads.get(i).elements();
                i = next;
            }
            return rest();
        }

        private int afterAlike(int index) {
            int next = index + 1;
            while (next < reads.size()
                    && reads.get(next).elements().equals(reads.get(index).elements())) {
                next++;
            }
            return next;
        }

        /** Places the elements that a read has and those before it have not. */
        private Optional<Finding> comeIn(Read read, Set<Value> before, int index) {
            if (!read.elements().containsAll(before)) {
                Read other = reads.get(index - 1);
                int later = Math.max(other.position(), read.position());
                return Optional.of(violated(later, certificate(List.of(other, read), Set.of())));
            }
            int latest = instant;
            for (Value value : read.elements()) {
                if (before.contains(value)) {
                    continue;
                }
                Element element = elements.get(value);
                int earliest = element == null ? Timeline.NEVER : element.earliest(instant);
                if (earliest == Timeline.NEVER) {
                    return Optional.of(absent(value, read));
                }
                latest = Math.max(latest, earliest);
            }
            instant = latest;
            return Optional.empty();
        }

        /** Places the reads from the one index up to the other, which saw the same. */
        private Optional<Finding> readAlike(int from, int to) {
            int latest = instant;
            for (Read read : reads.subList(from, to)) {
                if (read.end() < instant) {
                    return Optional.of(violated(read.position(), List.of()));
                }
                latest = Math.max(latest, read.invoke());
                if (latestRead == null || read.invoke() > latestRead.invoke()) {
                    latestRead = read;
                }
            }
            instant = latest;
            return Optional.empty();
        }

        /** Places the elements that no read has and that must come in nevertheless. */
        private Finding rest() {
            Set<Value> seen =
                    reads.isEmpty() ? Set.of() : reads.get(reads.size() - 1).elements();
            for (Map.Entry<Value, Element> entry : elements.entrySet()) {
                Element element = entry.getValue();
                if (element.wanted && !seen.contains(entry.getKey()) && element.earliest(instant) == Timeline.NEVER) {
                    return lost(entry.getKey());
                }
            }
            return new Finding.Linearizable();
        }

        /** A read has an element that cannot be in yet. */
        private Finding absent(Value value, Read read) {
            Element element = elements.get(value);
            if (element == null || element.adds.isEmpty()) {
                return violated(read.position(), certificate(List.of(read), Set.of()));
            }
            return element.earliest(-1) == Timeline.NEVER || !element.wanted
                    ? violated(read.position(), List.of())
                    : lost(value);
        }

        /** An element that must have come in does not fit behind the reads without it. */
        private Finding lost(Value value) {
            Element element = elements.get(value);
            boolean readAfterwards = latestRead != null && element.earliest(latestRead.invoke()) == Timeline.NEVER;
            List<Integer> certificate = readAfterwards ? certificate(List.of(latestRead), Set.of(value)) : List.of();
            return violated(element.lastPosition, certificate);
        }

        /** The reads with everything that was done to their elements and to those others. */
        private List<Integer> certificate(List<Read> involved, Set<Value> others) {
            Set<Integer> positions = new TreeSet<>();
            Set<Value> values = new HashSet<>(others);
            for (Read read : involved) {
                positions.add(read.position());
                values.addAll(read.elements());
            }
            for (Value value : values) {
                if (elements.containsKey(value)) {
                    positions.addAll(elements.get(value).positions);
                }
            }
            return List.copyOf(positions);
        }

        private Finding violated(int position, List<Integer> certificate) {
            return new Finding.Violated(timeline.endRank(position), position, List.of(), certificate);
        }
    }
}
