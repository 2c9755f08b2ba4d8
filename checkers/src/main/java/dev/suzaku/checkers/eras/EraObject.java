package dev.suzaku.checkers.eras;

import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;

/** The operations on one object, by era. An operation that was never answered counts as one of unknown answer. */
final class EraObject {
    private final String key;
    private final Automaton automaton;
    private final List<Event>[] events;
    private final long[][] invocations;
    private final long[][] returns;
    private final List<Crossing> crossings = new ArrayList<>();
    private final Leftovers leftovers;

    /**
     * What happens to the object in an era.
     *
     * @param nanos when
     * @param kind what
     * @param call the call with its answer
     * @param unanswered the call as if its answer were not known, or {@link Automaton#NO_CALL}
     * @param crossing the number of the operation among those that were open at a cut and answered later, or -1
     * @param pair the operation's number among the answered ones, equal for an invocation and its return; else -1
     * @param returnNanos when the operation returns, or {@link Operation#NEVER}
     */
    record Event(long nanos, Kind kind, int call, int unanswered, int crossing, int pair, long returnNanos) {
        boolean invokes() {
            return kind != Kind.RETURN;
        }
    }

    /** At one instant, invocations come before returns. */
    enum Kind {
        /** An operation that is answered within the era. */
        INVOKE,
        /** One that is open at the era's end. */
        INVOKE_PENDING,
        RETURN
    }

    /** An operation that was open at a cut and answered in a later era. */
    record Crossing(int call, int invokedIn, int answeredIn) {}

    EraObject(String key, Model model, List<Operation> operations, List<PowerCut> cuts, Eras eras) {
        this.key = key;
        List<Operation> known = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.outcome() != Outcome.FAIL) {
                known.add(operation);
                if (operation.outcome() == Outcome.OK) {
                    known.add(operation.unanswered());
                }
            }
        }
        automaton = model.automaton(known, cuts);
        leftovers = new Leftovers(this);
        events = newLists(eras.last() + 1);
        int pair = 0;
        for (Operation operation : known) {
            if (operation.outcome() == Outcome.OK) {
                addAnswered(operation, pair++, eras);
            }
        }
        for (Operation operation : operations) {
            int call = operation.outcome() == Outcome.INFO ? automaton.call(operation) : Automaton.NO_CALL;
            if (call != Automaton.NO_CALL && !automaton.observer(call)) {
                events[eras.invokedIn(operation)].add(
                        new Event(operation.invokeNanos(), Kind.INVOKE_PENDING, call, call, -1, -1, Operation.NEVER));
            }
        }
        invocations = new long[events.length][];
        returns = new long[events.length][];
        for (int era = 0; era < events.length; era++) {
            events[era].sort((a, b) -> a.nanos() != b.nanos()
                    ? Long.compare(a.nanos(), b.nanos())
                    : Boolean.compare(b.invokes(), a.invokes()));
            invocations[era] = times(events[era], true);
            returns[era] = times(events[era], false);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Event>[] newLists(int count) {
        List<Event>[] lists = new List[count];
        for (int i = 0; i < count; i++) {
            lists[i] = new ArrayList<>();
        }
        return lists;
    }

    private static long[] times(List<Event> events, boolean invokes) {
        return events.stream()
                .filter(event -> event.invokes() == invokes)
                .mapToLong(Event::nanos)
                .toArray();
    }

    private void addAnswered(Operation operation, int pair, Eras eras) {
        int call = automaton.call(operation);
        if (call == Automaton.NO_CALL) {
            return;
        }
        int unanswered = automaton.call(operation.unanswered());
        if (unanswered != Automaton.NO_CALL && automaton.observer(unanswered)) {
            unanswered = Automaton.NO_CALL;
        }
        int invoked = eras.invokedIn(operation);
        int answered = eras.answeredIn(operation);
        int crossing = -1;
        if (invoked < answered) {
            crossing = crossings.size();
            crossings.add(new Crossing(call, invoked, answered));
        }
        Kind kind = crossing < 0 ? Kind.INVOKE : Kind.INVOKE_PENDING;
        long end = operation.returnNanos();
        events[invoked].add(new Event(operation.invokeNanos(), kind, call, unanswered, crossing, pair, end));
        events[answered].add(new Event(end, Kind.RETURN, call, unanswered, crossing, pair, end));
    }

    String key() {
        return key;
    }

    Automaton automaton() {
        return automaton;
    }

    /** How many eras there are. */
    int eras() {
        return events.length;
    }

    /** What operations of unknown outcome come to when an era begins. */
    Leftovers leftovers() {
        return leftovers;
    }

    /** The era's events in their order. */
    List<Event> events(int era) {
        return events[era];
    }

    Crossing crossing(int number) {
        return crossings.get(number);
    }

    /** The thresholds that make a difference for this object: the invocations of the era, rising. */
    long[] thresholds(int era) {
        return invocations[era];
    }

    /** How many of the era's operations were invoked by then, and how many had returned before: all that matters. */
    long thresholdClass(int era, long threshold) {
        int invoked = 0;
        long[] times = invocations[era];
        int high = times.length;
        while (invoked < high) {
            int middle = (invoked + high) >>> 1;
            if (times[middle] <= threshold) {
                invoked = middle + 1;
            } else {
                high = middle;
            }
        }
        int returned = 0;
        times = returns[era];
        high = times.length;
        while (returned < high) {
            int middle = (returned + high) >>> 1;
            if (times[middle] < threshold) {
                returned = middle + 1;
            } else {
                high = middle;
            }
        }
        return (long) invoked << 32 | returned;
    }
}
