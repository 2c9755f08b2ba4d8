package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.Condition;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Until when an operation may take effect: a bound at the first cut at which it was open. Cuts are known as intervals,
 * so there is a lenient end, which allows everything that any instant within them allows, and a strict end, which allows
 * only what all of them allow. Made for one whole history, whose operations it is asked about; used by one thread.
 */
public final class Deadlines {
    private static final Value REFUSED = Value.of("REFUSED");
    private static final Set<String> WRITES = Set.of("write", "cas");

    /** Which end of the intervals counts. */
    public enum End {
        LENIENT,
        STRICT
    }

    private final History history;
    private final List<PowerCut> cuts;
    private final Sessions[] sessions = new Sessions[End.values().length];

    private Deadlines(History history) {
        this.history = history;
        this.cuts = history.cuts();
    }

    public static Deadlines of(History history) {
        return new Deadlines(history);
    }

    /** The sessions of the history's operations. */
    public Sessions sessions(End end) {
        if (sessions[end.ordinal()] == null) {
            sessions[end.ordinal()] = Sessions.of(history, end);
        }
        return sessions[end.ordinal()];
    }

    /**
     * The deadlines of a condition under which no completed operation is lost. Those of {@link Condition#RECOVERABLE} are
     * only half of it: it also wants the order of sessions.
     */
    public ToLongFunction<Operation> at(Condition condition, End end) {
        if (cuts.isEmpty()) {
            return operation -> Operation.NEVER;
        }
        return switch (condition) {
            case STRICT -> operation -> crash(operation, end);
            case READY_BOUNDED -> afterReady(0, end);
            case PERSISTENT -> beforeNextInvocation(end);
            case TRANSIENT -> untilNextWriteReturns(end);
            case RECOVERABLE, DURABLE -> operation -> Operation.NEVER;
            case BUFFERED_PREFIX, BUFFERED_CUT, NRL, DETECTABLE ->
                throw new IllegalArgumentException(condition.id() + " is not a matter of deadlines");
        };
    }

    private long crash(Operation operation, End end) {
        int cut = cutWhileOpen(operation.invokeNanos(), end, cuts);
        if (cut == cuts.size()) {
            return Operation.NEVER;
        }
        return crashNanos(cuts.get(cut), end);
    }

    /** The latest (lenient) or the earliest (strict) instant of a crash. */
    static long crashNanos(PowerCut cut, End end) {
        return end == End.LENIENT ? cut.crashLatestNanos() : cut.crashEarliestNanos();
    }

    private ToLongFunction<Operation> beforeNextInvocation(End end) {
        Sessions known = sessions(end);
        return operation ->
                operation.returnNanos() <= crash(operation, end) ? Operation.NEVER : known.nextInvokeNanos(operation);
    }

    private ToLongFunction<Operation> untilNextWriteReturns(End end) {
        long[] returns = sessions(end).nextReturnNanos(this::writes);
        return operation -> {
            long until = returns[operation.index()];
            boolean unbounded = operation.returnNanos() <= crash(operation, end) || until == Operation.NEVER;
            return unbounded ? Operation.NEVER : until + 1; // deadlines are exclusive, the return's instant is not
        };
    }

    private boolean writes(int row) {
        OperationColumns columns = history.columns();
        return WRITES.contains(columns.vocabulary().function(columns.function(row)))
                && !columns.vocabulary().value(columns.result(row)).equals(REFUSED);
    }

    /** The deadline that lies the given time after the first reply. */
    public ToLongFunction<Operation> afterReady(long extraNanos, End end) {
        return operation -> {
            int cut = cutWhileOpen(operation.invokeNanos(), end, cuts);
            if (cut == cuts.size()) {
                return Operation.NEVER;
            }
            long ready = end == End.LENIENT
                    ? cuts.get(cut).readyLatestNanos()
                    : cuts.get(cut).readyEarliestNanos();
            return ready > Operation.NEVER - extraNanos ? Operation.NEVER : ready + extraNanos;
        };
    }

    /** The first cut that came (lenient: certainly, strict: possibly) after the invocation, or the number of cuts. */
    static int cutWhileOpen(long invokeNanos, End end, List<PowerCut> cuts) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            PowerCut cut = cuts.get(middle);
            boolean open =
                    end == End.LENIENT ? cut.crashEarliestNanos() > invokeNanos : cut.crashLatestNanos() > invokeNanos;
            if (open) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
