package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Sessions;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes histories of some operations of a history. Immutable. */
final class SubHistory {
    private final History history;
    private final Sessions sessions;

    SubHistory(History history) {
        this.history = history;
        this.sessions = Deadlines.of(history).sessions(End.LENIENT);
    }

    History history() {
        return history;
    }

    /**
     * A history of its own. Its operations are numbered anew; a session that went on as another one after a time-out, and
     * might now seem to have waited, has another number after it. Cuts after the last operation are left out.
     */
    History of(Collection<Operation> some) {
        List<Operation> sorted = new ArrayList<>(some);
        sorted.sort(Comparator.comparingInt(Operation::index));
        Map<Integer, Integer> numbers = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        sorted.forEach(operation -> taken.add(operation.session()));
        Set<Integer> used = new HashSet<>();
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : sorted) {
            int session = numbers.computeIfAbsent(sessions.session(operation.index()), number -> {
                int free = operation.session();
                if (!used.add(free)) {
                    for (free = 0; taken.contains(free) || !used.add(free); ) {
                        free++;
                    }
                }
                return free;
            });
            operations.add(operation.numbered(operations.size()).ofSession(session));
        }
        HistoryHeader header = history.header();
        TreeMap<String, String> notes = new TreeMap<>(header.notes());
        notes.put("shrunk", sorted.size() + " of " + history.operations().size() + " operations");
        return new History(
                new HistoryHeader(header.version(), header.run(), header.model(), header.startedEpochMillis(), notes),
                operations,
                cuts(sorted),
                history.complete());
    }

    private List<PowerCut> cuts(List<Operation> operations) {
        long last = Long.MIN_VALUE;
        for (Operation operation : operations) {
            boolean answered = operation.returnNanos() != Operation.NEVER;
            last = Math.max(last, answered ? operation.returnNanos() : operation.invokeNanos());
        }
        long end = last;
        return history.cuts().stream()
                .filter(cut -> cut.crashEarliestNanos() <= end)
                .toList();
    }

    /**
     * The operations with the next one of the session of each that was not answered, which says until when it may take
     * effect. What followed only in time has no answer: it tells nothing else.
     */
    List<Operation> withFollowers(List<Operation> some) {
        Set<Integer> indices = new HashSet<>();
        some.forEach(operation -> indices.add(operation.index()));
        List<Operation> all = new ArrayList<>(some);
        for (Operation operation : some) {
            int follower = operation.outcome() == Outcome.INFO ? sessions.next(operation.index()) : Sessions.NONE;
            if (follower != Sessions.NONE && indices.add(follower)) {
                all.add(history.operations().get(follower).unanswered());
            }
        }
        return all;
    }
}
