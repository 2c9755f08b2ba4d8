package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.RegisterAutomaton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The chains of one register's values, see {@link ChainsEngine}. Values by their numbers, operations by positions. */
final class Chains {
    private static final int NONE = -1;

    private final KeyHistory history;
    private final Timeline timeline;
    private final RegisterAutomaton register;
    private final long[] last;
    // per value: what made it, the value it replaced, one that read it, the value that replaced it
    private final int[] makers;
    private final int[] parents;
    private final int[] readers;
    private final int[] children;
    private final boolean[] kept;
    /** Per value the other operations on it. */
    private final List<List<Integer>> reads = new ArrayList<>();

    private final List<Integer> refused = new ArrayList<>();

    Chains(KeyHistory history, Timeline timeline) {
        this.history = history;
        this.timeline = timeline;
        this.register = (RegisterAutomaton) history.automaton();
        this.last = timeline.lastNanos();
        int values = register.values();
        this.makers = filled(values);
        this.parents = filled(values);
        this.readers = filled(values);
        this.children = filled(values);
        this.kept = new boolean[values];
        for (int value = 0; value < values; value++) {
            reads.add(List.of());
        }
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    Finding judge() {
        for (int position = 0; position < history.size(); position++) {
            if (!timeline.leftOut(position)) {
                add(position);
            }
        }
        return keep().or(this::compareWithin).or(this::compareChains).orElseGet(this::placeRefused);
    }

    private void add(int position) {
        int call = history.call(position);
        int left = register.valueLeft(call);
        if (left != RegisterAutomaton.NO_VALUE) {
            makers[left] = position;
            parents[left] = register.valueReplaced(call);
        } else if (register.valueMissed(call) != RegisterAutomaton.NO_VALUE) {
            refused.add(position);
        } else {
            int value = register.valueRead(call);
            readers[value] = position;
            if (reads.get(value).isEmpty()) {
                reads.set(value, new ArrayList<>(2));
            }
            reads.get(value).add(position);
        }
    }

    /** Finds out which values the register certainly held, and how they follow each other. */
    private Optional<Finding> keep() {
        int values = makers.length;
        for (int start = 0; start < values; start++) {
            boolean happened = readers[start] != NONE || makers[start] != NONE && history.mandatory(makers[start]);
            int steps = 0;
            for (int value = start; happened && value != Zones.FIRST_VALUE && !kept[value]; value = parents[value]) {
                kept[value] = true;
                if (makers[value] == NONE) {
                    return Optional.of(violated(needs(value, start), start));
                }
                int parent = parents[value];
                if (parent == NONE) {
                    break;
                }
                if (children[parent] != NONE || parent == start || ++steps > values) {
                    return Optional.of(violated(makers[value], value, children[parent], start));
                }
                children[parent] = value;
            }
        }
        return Optional.empty();
    }

    /** The operation that cannot have happened where nothing made the value. */
    private int needs(int value, int start) {
        return children[value] == NONE ? readers[start] : makers[children[value]];
    }

    /** Whether nothing within a chain ended before something that comes before it was invoked. */
    private Optional<Finding> compareWithin() {
        for (int root = 0; root < makers.length; root++) {
            if (!root(root)) {
                continue;
            }
            int latest = NONE;
            for (int value = root; value != NONE; value = children[value]) {
                latest = later(latest, makers[value]);
                for (int position : segment(value)) {
                    if (latest != NONE && last[position] < history.invokeNanos(latest)) {
                        return Optional.of(violated(position, value));
                    }
                }
                for (int position : reads.get(value)) {
                    latest = later(latest, position);
                }
            }
        }
        return Optional.empty();
    }

    private boolean root(int value) {
        return value == Zones.FIRST_VALUE || kept[value] && parents[value] == NONE;
    }

    private int later(int one, int other) {
        return one == NONE || other != NONE && history.invokeNanos(other) > history.invokeNanos(one) ? other : one;
    }

    /** The operations on a value, what made it first. */
    private List<Integer> segment(int value) {
        List<Integer> segment = new ArrayList<>(reads.get(value).size() + 1);
        if (makers[value] != NONE) {
            segment.add(makers[value]);
        }
        segment.addAll(reads.get(value));
        return segment;
    }

    private Optional<Finding> compareChains() {
        Zones zones = new Zones(makers.length);
        int[] values = new int[history.size()];
        for (int root = 0; root < makers.length; root++) {
            if (!root(root)) {
                continue;
            }
            for (int value = root; value != NONE; value = children[value]) {
                for (int position : segment(value)) {
                    values[position] = value;
                    if (position == makers[root]) {
                        zones.write(root, position, history.invokeNanos(position), last[position], true);
                    } else {
                        zones.read(root, position, history.invokeNanos(position), last[position]);
                    }
                }
            }
        }
        return zones.conflict()
                .map(conflict -> violated(
                        conflict.position(),
                        conflict.certificate().stream()
                                .mapToInt(position -> values[position])
                                .toArray()));
    }

    /** Puts every refused compare-and-set where the register did not hold its value, in an order that explains the rest. */
    private Finding placeRefused() {
        if (refused.isEmpty()) {
            return new Finding.Linearizable();
        }
        long[] from = new long[makers.length];
        long[] until = new long[makers.length];
        Arrays.fill(from, Long.MAX_VALUE);
        Arrays.fill(until, Long.MAX_VALUE);
        long now = Long.MIN_VALUE;
        int before = NONE;
        for (int root : order()) {
            for (int value = root; value != NONE; value = children[value]) {
                if (makers[value] != NONE) {
                    now = Math.max(now, history.invokeNanos(makers[value]));
                }
                from[value] = now;
                if (before != NONE) {
                    until[before] = now;
                }
                before = value;
                for (int position : reads.get(value)) {
                    now = Math.max(now, history.invokeNanos(position));
                }
            }
        }
        for (int position : refused) {
            int missed = register.valueMissed(history.call(position));
            boolean fits = history.invokeNanos(position) <= from[missed] && missed != Zones.FIRST_VALUE
                    || last[position] >= until[missed] && until[missed] != Long.MAX_VALUE;
            if (!fits) {
                return new Finding.Undecided("a refused compare-and-set may need another order of the values");
            }
        }
        return new Finding.Linearizable();
    }

    /** The first values of the chains in an order that explains them: where they can be at the earliest, first value first. */
    private List<Integer> order() {
        List<Integer> roots = new ArrayList<>();
        long[] places = new long[makers.length];
        boolean[] forward = new boolean[makers.length];
        for (int root = 1; root < makers.length; root++) {
            if (!root(root)) {
                continue;
            }
            long firstEnd = Long.MAX_VALUE;
            long lastInvoke = Long.MIN_VALUE;
            for (int value = root; value != NONE; value = children[value]) {
                for (int position : segment(value)) {
                    firstEnd = Math.min(firstEnd, last[position]);
                    lastInvoke = Math.max(lastInvoke, history.invokeNanos(position));
                }
            }
            forward[root] = firstEnd < lastInvoke;
            places[root] = Math.min(firstEnd, lastInvoke);
            roots.add(root);
        }
        roots.sort((one, other) -> places[one] != places[other]
                ? Long.compare(places[one], places[other])
                : Boolean.compare(forward[one], forward[other]));
        roots.add(0, Zones.FIRST_VALUE);
        return roots;
    }

    /** A violation by the chains up to some values, with what tells that the register held them. */
    private Finding violated(int position, int... values) {
        TreeSet<Integer> certificate = new TreeSet<>(List.of(position));
        for (int value : values) {
            int steps = 0;
            for (int each = value; each != NONE && steps++ <= makers.length; each = parents[each]) {
                certificate.addAll(segment(each));
            }
            steps = 0;
            for (int each = value; each != NONE && steps++ <= makers.length; each = children[each]) {
                certificate.addAll(segment(each));
                if (readers[each] != NONE || makers[each] != NONE && history.mandatory(makers[each])) {
                    break; // whatever made the values before has happened, since this has
                }
            }
        }
        return new Finding.Violated(timeline.endRank(position), position, List.of(), List.copyOf(certificate));
    }
}
