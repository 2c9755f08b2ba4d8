package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns a stream of events into a {@link History}: pairs invocations with completions, sorts by invocation, finds each
 * operation's epoch. Events may come in any order of time, but a completion follows its invocation.
 */
final class HistoryBuilder {
    private final Map<Long, Integer> open = new HashMap<>();
    private final List<HistoryEvent.Invoke> invocations = new ArrayList<>();
    private final List<HistoryEvent.Complete> completions = new ArrayList<>();
    private final TreeMap<Integer, HistoryEvent.Crash> crashes = new TreeMap<>();
    private final TreeMap<Integer, HistoryEvent.Ready> readies = new TreeMap<>();

    void add(HistoryEvent event) {
        if (event instanceof HistoryEvent.Invoke invoke) {
            if (invocations.size() >= ChunkFormat.OPERATIONS_MAX) {
                throw new HistoryFormatException("more than " + ChunkFormat.OPERATIONS_MAX + " operations");
            }
            if (open.putIfAbsent(invoke.operation(), invocations.size()) != null) {
                throw new HistoryFormatException("operation " + invoke.operation() + " is invoked twice");
            }
            invocations.add(invoke);
            completions.add(null);
        } else if (event instanceof HistoryEvent.Complete complete) {
            complete(complete);
        } else if (event instanceof HistoryEvent.Crash crash) {
            if (crash.epoch() != crashes.size()) {
                throw new HistoryFormatException(
                        "crash of epoch " + crash.epoch() + " where that of epoch " + crashes.size() + " was expected");
            }
            crashes.put(crash.epoch(), crash);
        } else if (event instanceof HistoryEvent.Ready ready) {
            if (!crashes.containsKey(ready.epoch())) {
                throw new HistoryFormatException("ready after epoch " + ready.epoch() + " without its crash");
            }
            if (readies.put(ready.epoch(), ready) != null) {
                throw new HistoryFormatException("ready after epoch " + ready.epoch() + " twice");
            }
        }
    }

    private void complete(HistoryEvent.Complete complete) {
        Integer position = open.remove(complete.operation());
        if (position == null) {
            throw new HistoryFormatException("operation " + complete.operation() + " is completed but not open");
        }
        if (complete.nanos() < invocations.get(position).nanos()) {
            throw new HistoryFormatException("operation " + complete.operation() + " returned before it was invoked");
        }
        completions.set(position, complete);
    }

    int invocations() {
        return invocations.size();
    }

    int crashes() {
        return crashes.size();
    }

    int readies() {
        return readies.size();
    }

    History build(HistoryHeader header, boolean complete) {
        List<PowerCut> cuts = cuts();
        Integer[] order = new Integer[invocations.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> invocations.get(i).nanos()));
        List<Operation> operations = new ArrayList<>(order.length);
        for (int position : order) {
            operations.add(operation(operations.size(), invocations.get(position), completions.get(position), cuts));
        }
        return new History(header, operations, cuts, complete);
    }

    private List<PowerCut> cuts() {
        List<PowerCut> cuts = new ArrayList<>();
        long before = Long.MIN_VALUE;
        for (HistoryEvent.Crash crash : crashes.values()) {
            HistoryEvent.Ready ready = readies.get(crash.epoch());
            long readyEarliest = ready == null ? PowerCut.NEVER : ready.earliestNanos();
            long readyLatest = ready == null ? PowerCut.NEVER : ready.latestNanos();
            if (crash.earliestNanos() < before) {
                throw new HistoryFormatException("crash of epoch " + crash.epoch() + " lies before the one before it");
            }
            if (crash.earliestNanos() > crash.latestNanos()
                    || readyEarliest > readyLatest
                    || readyLatest < crash.latestNanos()) {
                throw new HistoryFormatException(
                        "the times of the cut that ends epoch " + crash.epoch() + " are out of order");
            }
            before = crash.latestNanos();
            cuts.add(new PowerCut(
                    crash.epoch(), crash.earliestNanos(), crash.latestNanos(), readyEarliest, readyLatest));
        }
        return cuts;
    }

    private static Operation operation(
            int index, HistoryEvent.Invoke invoke, HistoryEvent.Complete complete, List<PowerCut> cuts) {
        Outcome outcome = complete == null ? Outcome.INFO : complete.outcome();
        return new Operation(
                index,
                invoke.session(),
                epoch(invoke.nanos(), cuts),
                invoke.function(),
                invoke.key(),
                invoke.argument(),
                outcome == Outcome.OK ? complete.result() : Value.NOTHING,
                outcome,
                invoke.nanos(),
                outcome == Outcome.INFO ? Operation.NEVER : complete.nanos());
    }

    private static int epoch(long nanos, List<PowerCut> cuts) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cuts.get(middle).crashLatestNanos() < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
