package dev.suzaku.checkers.eras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an object may be, free of what is dominated: of two equal states, the one that is free to do all that the other
 * may still do. Not thread-safe.
 */
final class EraStates {
    /** No state has been saved yet. */
    static final int NOTHING_SAVED = -1;

    private final Map<Head, List<int[]>> free = new LinkedHashMap<>();

    /**
     * @param state the automaton's state
     * @param saved the state that survives the era's crash, or {@link #NOTHING_SAVED}
     * @param todo slots of open operations that must still be linearized
     */
    record Head(int state, int saved, long todo) {}

    /**
     * @param free sorted: calls of operations that may happen or not, and for each that was open at a cut and answered
     *     later the complement of its number
     */
    record One(int state, int saved, long todo, int[] free) {}

    /** Adds it unless one dominates it. Returns whether it was added. */
    boolean add(One one) {
        List<int[]> others =
                free.computeIfAbsent(new Head(one.state(), one.saved(), one.todo()), head -> new ArrayList<>(1));
        for (int[] other : others) {
            if (allowsAll(other, one.free())) {
                return false;
            }
        }
        others.removeIf(other -> allowsAll(one.free(), other));
        others.add(one.free());
        return true;
    }

    /** All of the states, each free to do all that any of them may do. */
    static EraStates withAllThatIsFree(List<EraStates> some) {
        int[] free = some.stream()
                .flatMap(states -> states.all().stream())
                .flatMapToInt(one -> Arrays.stream(one.free()))
                .filter(each -> each >= 0)
                .distinct()
                .toArray();
        EraStates all = new EraStates();
        for (EraStates states : some) {
            for (One one : states.all()) {
                int[] duties =
                        Arrays.stream(one.free()).filter(each -> each < 0).toArray();
                int[] both = Arrays.copyOf(duties, duties.length + free.length);
                System.arraycopy(free, 0, both, duties.length, free.length);
                Arrays.sort(both);
                all.add(new One(one.state(), one.saved(), one.todo(), both));
            }
        }
        return all;
    }

    boolean isEmpty() {
        return free.isEmpty();
    }

    List<One> all() {
        List<One> all = new ArrayList<>();
        free.forEach(
                (head, sets) -> sets.forEach(set -> all.add(new One(head.state(), head.saved(), head.todo(), set))));
        return all;
    }

    /** Something that is equal for equal sets. */
    List<List<Integer>> identity() {
        List<List<Integer>> identity = new ArrayList<>();
        for (One one : all()) {
            List<Integer> numbers = new ArrayList<>(one.free().length + 1);
            numbers.add(one.state());
            Arrays.stream(one.free()).forEach(numbers::add);
            identity.add(numbers);
        }
        identity.sort((a, b) -> compare(a, b));
        return identity;
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Integer.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    static EraStates of(Collection<One> all) {
        EraStates states = new EraStates();
        all.forEach(states::add);
        return states;
    }

    /** Whether one may do all that the other may, and has no other duties: those that were answered later. */
    private static boolean allowsAll(int[] all, int[] some) {
        if (all.length < some.length) {
            return false;
        }
        int at = 0;
        for (int each : some) {
            while (at < all.length && all[at] < each) {
                if (all[at] < 0) {
                    return false;
                }
                at++;
            }
            if (at == all.length || all[at] != each) {
                return false;
            }
            at++;
        }
        return at == all.length || all[at] >= 0;
    }

    static int[] with(int[] free, int added) {
        int[] more = Arrays.copyOf(free, free.length + 1);
        int at = free.length;
        while (at > 0 && more[at - 1] > added) {
            more[at] = more[at - 1];
            at--;
        }
        more[at] = added;
        return more;
    }

    static int[] without(int[] free, int place) {
        int[] fewer = new int[free.length - 1];
        System.arraycopy(free, 0, fewer, 0, place);
        System.arraycopy(free, place + 1, fewer, place, fewer.length - place);
        return fewer;
    }
}
