package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.engines.ZonesEngine;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two zones of a register with unique values that cannot both be (Gibbons and Korach 1997), for few operations. The zone
 * of a value reaches from the first end to the last invocation of its operations: forward if the end comes first.
 */
final class ZonePair {
    private static final int BEFORE_ALL = -1;

    private final KeyHistory history;
    private final Timeline timeline;
    private final Map<Value, Zone> zones = new LinkedHashMap<>();

    private ZonePair(KeyHistory history, Timeline timeline) {
        this.history = history;
        this.timeline = timeline;
    }

    /** The zone of one value; the operations are missing where the value was there from the beginning. */
    private static final class Zone {
        private final String value;
        private Optional<Operation> write = Optional.empty();
        private Optional<Operation> first = Optional.empty();
        private Optional<Operation> last = Optional.empty();
        private int writeInvoke = Integer.MAX_VALUE;
        private int firstEnd = Integer.MAX_VALUE;
        private int lastInvoke = BEFORE_ALL;
        private boolean happened;

        Zone(Value value) {
            this.value = value instanceof Value.Nothing ? "nothing" : value.toString();
            if (value instanceof Value.Nothing) {
                writeInvoke = BEFORE_ALL;
                firstEnd = BEFORE_ALL;
                happened = true;
            }
        }

        void add(Operation operation, int invoke, int end) {
            if (operation.function().equals("write")) {
                write = Optional.of(operation);
                writeInvoke = invoke;
            }
            happened |= operation.returnNanos() != Operation.NEVER;
            if (end < firstEnd) {
                firstEnd = end;
                first = Optional.of(operation);
            }
            if (invoke > lastInvoke) {
                lastInvoke = invoke;
                last = Optional.of(operation);
            }
        }

        boolean forward() {
            return firstEnd < lastInvoke;
        }

        List<Operation> operations() {
            return Stream.of(write, first, last)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        }

        String stay() {
            String from =
                    first.map(operation -> "the end of #" + operation.index()).orElse("the beginning");
            String to =
                    last.map(operation -> "the start of #" + operation.index()).orElse("then");
            return value + " was there from " + from + " to " + to;
        }
    }

    /** The contradiction; empty where there is none of this kind or the operations are not of this kind. */
    static Optional<Certificate> of(KeyHistory history, Timeline timeline) {
        return new ZonesEngine().applies(history) && !timeline.hasSessionOrder()
                ? new ZonePair(history, timeline).find()
                : Optional.empty();
    }

    private Optional<Certificate> find() {
        zones.put(Value.NOTHING, new Zone(Value.NOTHING));
        for (int position = 0; position < history.size(); position++) {
            Operation operation = history.operations().get(position);
            if (timeline.invokeRank(position) != Timeline.NEVER) {
                Value value = operation.function().equals("write") ? operation.argument() : operation.result();
                zones.computeIfAbsent(value, Zone::new)
                        .add(operation, timeline.invokeRank(position), timeline.endRank(position));
            }
        }
        return neverWritten().or(this::overlap);
    }

    private Optional<Certificate> neverWritten() {
        for (Zone zone : zones.values()) {
            Optional<Operation> read = zone.first;
            if (read.isPresent() && zone.firstEnd < zone.writeInvoke) {
                String claim = zone.write
                        .map(write -> "#" + read.get().index() + " read " + zone.value + " before its write #"
                                + write.index() + " was invoked")
                        .orElse("#" + read.get().index() + " read " + zone.value + ", which nothing wrote");
                List<Operation> operations = new ArrayList<>(List.of(read.get()));
                zone.write.ifPresent(operations::add);
                return Optional.of(certificate(claim + ".", operations));
            }
        }
        return Optional.empty();
    }

    private Optional<Certificate> overlap() {
        List<Zone> all = zones.values().stream().filter(zone -> zone.happened).toList();
        for (Zone one : all) {
            for (Zone other : all) {
                if (one == other || !one.forward()) {
                    continue;
                }
                List<Operation> operations = new ArrayList<>(one.operations());
                operations.addAll(other.operations());
                if (other.forward() && other.firstEnd > one.firstEnd && other.firstEnd < one.lastInvoke) {
                    return Optional.of(certificate(
                            one.stay() + ", but " + other.stay() + ": these overlap, and a register holds one value.",
                            operations));
                }
                if (!other.forward() && one.firstEnd < other.lastInvoke && other.firstEnd < one.lastInvoke) {
                    return Optional.of(certificate(
                            one.stay() + ", and in between " + other.value + " came and went ("
                                    + String.join(
                                            ", ",
                                            Stream.of(other.first, other.last)
                                                    .flatMap(Optional::stream)
                                                    .distinct()
                                                    .map(operation -> "#" + operation.index())
                                                    .toList())
                                    + ").",
                            operations));
                }
            }
        }
        return Optional.empty();
    }

    private static Certificate certificate(String claim, List<Operation> operations) {
        return new Certificate(Certificate.Kind.ZONE_PAIR, claim, operations, List.of());
    }
}
