package dev.suzaku.checkers;

import dev.suzaku.checkers.sequential.SequentialObject;
import dev.suzaku.histories.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tries every order of some operations on any number of objects. Used once. */
final class BruteForceOrders {
    private static final long NEVER = Long.MAX_VALUE / 8;

    private final String model;
    private final List<Item> items = new ArrayList<>();

    /** An operation or a crash (null) with its interval on a scale on which ties are broken, and what it precedes. */
    private record Item(Operation operation, long start, long end, boolean mandatory, List<Operation> before) {}

    BruteForceOrders(String model) {
        this.model = model;
    }

    /** At one instant deadlines come first, then crashes, invocations, returns. */
    void add(Operation operation, boolean mandatory, long deadline) {
        long limit = Math.min(NEVER, deadline);
        long end = mandatory && operation.returnNanos() <= limit ? 4 * operation.returnNanos() + 3 : 4 * limit;
        items.add(new Item(operation, 4 * operation.invokeNanos() + 2, end, mandatory, new ArrayList<>()));
    }

    void addCrash(long nanos) {
        items.add(new Item(null, 4 * nanos + 1, 4 * nanos + 1, true, new ArrayList<>()));
    }

    /** If the operation happens at all, it does before any of those. */
    void before(Operation operation, List<Operation> later) {
        items.stream()
                .filter(item -> operation.equals(item.operation()))
                .forEach(item -> item.before().addAll(later));
    }

    boolean explains() {
        return search(new boolean[items.size()], new HashMap<>());
    }

    private boolean search(boolean[] done, Map<String, SequentialObject> objects) {
        boolean finished = true;
        for (int i = 0; i < done.length; i++) {
            finished &= done[i] || !items.get(i).mandatory();
        }
        if (finished) {
            return true;
        }
        for (int i = 0; i < done.length; i++) {
            if (done[i] || !mayBeNext(i, done)) {
                continue;
            }
            Map<String, SequentialObject> after = copy(objects);
            if (happens(items.get(i).operation(), after, model)) {
                done[i] = true;
                if (search(done, after)) {
                    return true;
                }
                done[i] = false;
            }
        }
        return false;
    }

    static Map<String, SequentialObject> copy(Map<String, SequentialObject> objects) {
        Map<String, SequentialObject> copy = new HashMap<>();
        objects.forEach((key, object) -> copy.put(key, object.copy()));
        return copy;
    }

    /** Does an operation, or lets the power go where there is none. */
    static boolean happens(Operation operation, Map<String, SequentialObject> objects, String model) {
        if (operation == null) {
            objects.values().forEach(SequentialObject::crash);
            return true;
        }
        if (operation.function().equals("flush_all")) {
            // keys that nothing was called on are absent anyway
            return objects.values().stream().allMatch(object -> object.accepts(operation));
        }
        return objects.computeIfAbsent(operation.key(), key -> SequentialObject.of(model))
                .accepts(operation);
    }

    /** No duty that ended before this began is left, and nothing that this must precede is already done. */
    private boolean mayBeNext(int candidate, boolean[] done) {
        for (int i = 0; i < done.length; i++) {
            if (!done[i]
                    && items.get(i).mandatory()
                    && items.get(i).end() < items.get(candidate).start()) {
                return false;
            }
            if (done[i]
                    && (items.get(candidate).end() < items.get(i).start()
                            || items.get(candidate)
                                    .before()
                                    .contains(items.get(i).operation()))) {
                return false;
            }
        }
        return true;
    }
}
