package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where all orders of a few operations end that nothing explains: just-in-time linearization (Lowe 2017) without any
 * short cut, which keeps the order that led to each configuration. It is there to show a violation, not to find it.
 *
 * @param position the operation whose end no configuration outlives
 * @param last the configurations just before that end, one per state of the object, the one that linearized most
 * @param possible what the object may have held while that operation was open, as far as all others are concerned
 */
public record DeadEnd(int position, List<Configuration> last, List<String> possible) {
    /** More operations than that are not tried. */
    public static final int OPERATIONS_MAX = 62;

    private static final int CONFIGURATIONS_MAX = 20_000;

    public DeadEnd {
        last = List.copyOf(last);
        possible = List.copyOf(possible);
    }

    /**
     * One way to linearize what came before.
     *
     * @param order positions of the operations that took effect, in that order
     * @param state the object's value then, for people
     */
    public record Configuration(List<Integer> order, String state) {
        public Configuration {
            order = List.copyOf(order);
        }
    }

    /** The dead end; empty when there is none, or the operations are too many to try every order of them. */
    public static Optional<DeadEnd> of(KeyHistory history, Timeline timeline, Budget budget) {
        if (history.size() > OPERATIONS_MAX) {
            return Optional.empty();
        }
        Search search = new Search(history, timeline, budget, NOBODY);
        int failing = search.firstWithoutSurvivor();
        if (failing == NOBODY) {
            return Optional.empty();
        }
        Search probing = new Search(history, timeline, budget, failing);
        probing.firstWithoutSurvivor();
        return Optional.of(new DeadEnd(failing, search.lastConfigurations(), probing.probed()));
    }

    private static final int NOBODY = -1;

    /** The operations that took effect, as a list from the last to the first. */
    private record Path(int position, Path before) {}

    /** @param probe the state in which the operation that is looked at was tried, or {@link #NOBODY} */
    private record Place(int state, long done, int probe) {}

    private static final class Search {
        private final KeyHistory history;
        private final Timeline timeline;
        private final Automaton automaton;
        private final Budget budget;
        private final int probing;
        private final int[] calls;
        private long open;
        private Map<Place, Path> configurations = new LinkedHashMap<>();

        Search(KeyHistory history, Timeline timeline, Budget budget, int probing) {
            this.history = history;
            this.timeline = timeline;
            this.automaton = history.automaton();
            this.budget = budget;
            this.probing = probing;
            this.calls = history.calls().clone();
            configurations.put(new Place(automaton.initialState(), 0, NOBODY), new Path(NOBODY, null));
        }

        /** Goes on until no configuration is left, or the operation that is looked at has ended. */
        int firstWithoutSurvivor() {
            int crashes = 0;
            for (int rank = 0; rank < timeline.length(); rank++) {
                int position = timeline.position(rank);
                if (position == Timeline.CRASH) {
                    if (!close()) {
                        return NOBODY;
                    }
                    crash(++crashes);
                } else if (timeline.invokes(rank)) {
                    open |= 1L << position;
                } else {
                    if (!close()) {
                        return NOBODY;
                    }
                    Map<Place, Path> survivors = survivors(position);
                    if (survivors.isEmpty() || position == probing) {
                        return position;
                    }
                    configurations = survivors;
                    open &= ~(1L << position);
                }
            }
            return NOBODY;
        }

        private Map<Place, Path> survivors(int position) {
            Map<Place, Path> survivors = new LinkedHashMap<>(configurations);
            if (history.mandatory(position)) {
                survivors.keySet().removeIf(place -> (place.done() & 1L << position) == 0);
            }
            return survivors;
        }

        private void crash(int epoch) {
            for (int position = 0; position < calls.length; position++) {
                if ((open & 1L << position) != 0) {
                    calls[position] = automaton.callAfterCrash(calls[position], epoch);
                }
            }
            Map<Place, Path> after = new LinkedHashMap<>();
            configurations.forEach((place, path) -> after.putIfAbsent(
                    new Place(automaton.afterCrash(place.state()), place.done(), place.probe()), path));
            configurations = after;
        }

        /** Linearizes open operations in every order. Returns false when there are too many. */
        private boolean close() {
            List<Place> queue = new ArrayList<>(configurations.keySet());
            for (int i = 0; i < queue.size(); i++) {
                if (queue.size() > CONFIGURATIONS_MAX || budget.spent()) {
                    return false;
                }
                Place place = queue.get(i);
                for (int position = 0; position < calls.length; position++) {
                    next(place, position).ifPresent(next -> {
                        if (!configurations.containsKey(next.place())) {
                            configurations.put(next.place(), new Path(next.position(), configurations.get(place)));
                            queue.add(next.place());
                        }
                    });
                }
            }
            return true;
        }

        private record Next(Place place, int position) {}

        private Optional<Next> next(Place place, int position) {
            long bit = 1L << position;
            if ((open & bit) == 0 || (place.done() & bit) != 0 || retired(position, place.done())) {
                return Optional.empty();
            }
            if (position == probing) {
                return Optional.of(new Next(new Place(place.state(), place.done() | bit, place.state()), position));
            }
            int state = automaton.step(place.state(), calls[position]);
            return state == Automaton.ILLEGAL
                    ? Optional.empty()
                    : Optional.of(new Next(new Place(state, place.done() | bit, place.probe()), position));
        }

        /** Whether a later operation of its session happened that it would have to precede. */
        private boolean retired(int position, long done) {
            if (!timeline.hasSessionOrder() || history.mandatory(position)) {
                return false;
            }
            for (int later = position + 1; later < calls.length; later++) {
                if ((done & 1L << later) != 0 && timeline.session(later) == timeline.session(position)) {
                    return true;
                }
            }
            return false;
        }

        List<Configuration> lastConfigurations() {
            Map<Integer, Configuration> byState = new HashMap<>();
            configurations.forEach((place, path) -> {
                List<Integer> order = order(path);
                Configuration other = byState.get(place.state());
                if (other == null || other.order().size() < order.size()) {
                    byState.put(place.state(), new Configuration(order, automaton.describe(place.state())));
                }
            });
            Map<String, Configuration> byText = new LinkedHashMap<>();
            byState.values().stream()
                    .sorted((one, other) ->
                            Integer.compare(other.order().size(), one.order().size()))
                    .forEach(each -> byText.putIfAbsent(each.state(), each));
            return List.copyOf(byText.values());
        }

        private static List<Integer> order(Path last) {
            List<Integer> order = new ArrayList<>();
            for (Path path = last; path.position() != NOBODY; path = path.before()) {
                order.add(0, path.position());
            }
            return order;
        }

        /** The states in which the operation could have been done. */
        List<String> probed() {
            Set<Integer> states = new TreeSet<>();
            configurations.keySet().stream()
                    .filter(place -> place.probe() != NOBODY)
                    .forEach(place -> states.add(place.probe()));
            Set<String> texts = new LinkedHashSet<>();
            states.forEach(state -> texts.add(automaton.describe(state)));
            return List.copyOf(texts);
        }
    }
}
