package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.Condition;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * Until when an operation may take effect: a bound at the first cut at which it was open. Cuts are known as intervals,
 * so there is a lenient end, which allows everything that any instant within them allows, and a strict end, which allows
 * only what all of them allow. Made for one whole history, about whose operations it is asked by {@link Operation#index()}.
 * Thread-safe.
 */
public final class Deadlines {
    private static final long PRECISION_NANOS = 1_000;
    private static final Value REFUSED = Value.of("REFUSED");
    private static final Set<String> WRITES = Set.of("write", "cas");

    /** Which end of the intervals counts. */
    public enum End {
        LENIENT,
        STRICT
    }

    private final Optional<History> history;
    private final OperationColumns columns;
    private final IntUnaryOperator rows;
    private final List<PowerCut> cuts;
    private final Sessions[] sessions = new Sessions[End.values().length];
    private final long[][] nextWriteReturns = new long[End.values().length][];

    private Deadlines(Optional<History> history, OperationColumns columns, List<PowerCut> cuts, IntUnaryOperator rows) {
        this.rows = rows;
        this.history = history;
        this.columns = columns;
        this.cuts = cuts;
    }

    public static Deadlines of(History history) {
        return new Deadlines(Optional.of(history), history.columns(), history.cuts(), index -> index);
    }

    /**
     * Those of some of a history's operations, for conditions that do not ask for sessions.
     *
     * @param rows the row of the operation of an index
     */
    public static Deadlines ofSome(OperationColumns columns, List<PowerCut> cuts, IntUnaryOperator rows) {
        return new Deadlines(Optional.empty(), columns, cuts, rows);
    }

    /** Whether the instants of all cuts are known, so that both ends are the same. */
    public boolean exact() {
        return cuts.stream()
                .allMatch(cut -> cut.crashEarliestNanos() == cut.crashLatestNanos()
                        && cut.readyEarliestNanos() == cut.readyLatestNanos());
    }

    /** The sessions of the history's operations. */
    public synchronized Sessions sessions(End end) {
        int place = place(end);
        if (sessions[place] == null) {
            sessions[place] = Sessions.of(history.orElseThrow(), end);
        }
        return sessions[place];
    }

    private int place(End end) {
        return exact() ? 0 : end.ordinal();
    }

    /**
     * The deadlines of a condition under which no completed operation is lost. Those of {@link Condition#RECOVERABLE} are
     * only half of it: it also wants the order of sessions.
     */
    public IntToLongFunction at(Condition condition, End end) {
        if (cuts.isEmpty()) {
            return index -> Operation.NEVER;
        }
        return switch (condition) {
            case STRICT -> index -> crash(index, end);
            case READY_BOUNDED -> afterReady(0, end);
            case PERSISTENT -> beforeNextInvocation(end);
            case TRANSIENT -> untilNextWriteReturns(end);
            case RECOVERABLE, DURABLE -> index -> Operation.NEVER;
            case BUFFERED_PREFIX, BUFFERED_CUT, NRL, DETECTABLE ->
                throw new IllegalArgumentException(condition.id() + " is not a matter of deadlines");
        };
    }

    private long crash(int index, End end) {
        int cut = cutWhileOpen(columns.invokeNanos(rows.applyAsInt(index)), end, cuts);
        if (cut == cuts.size()) {
            return Operation.NEVER;
        }
        return crashNanos(cuts.get(cut), end);
    }

    /** The latest (lenient) or the earliest (strict) instant of a crash. */
    static long crashNanos(PowerCut cut, End end) {
        return end == End.LENIENT ? cut.crashLatestNanos() : cut.crashEarliestNanos();
    }

    private IntToLongFunction beforeNextInvocation(End end) {
        Sessions known = sessions(end);
        return index ->
                columns.returnNanos(index) <= crash(index, end) ? Operation.NEVER : known.nextInvokeNanos(index);
    }

    private IntToLongFunction untilNextWriteReturns(End end) {
        long[] returns = nextWriteReturns(end);
        return index -> {
            long until = returns[index];
            boolean unbounded = columns.returnNanos(index) <= crash(index, end) || until == Operation.NEVER;
            return unbounded ? Operation.NEVER : until + 1; // deadlines are exclusive, the return's instant is not
        };
    }

    private synchronized long[] nextWriteReturns(End end) {
        int place = place(end);
        if (nextWriteReturns[place] == null) {
            nextWriteReturns[place] = sessions(end).nextReturnNanos(this::writes);
        }
        return nextWriteReturns[place];
    }

    private boolean writes(int row) {
        return WRITES.contains(columns.vocabulary().function(columns.function(row)))
                && !columns.vocabulary().value(columns.result(row)).equals(REFUSED);
    }

    /** How exactly a window of time is worth knowing: one position where the history came without times. */
    public long precisionNanos() {
        return history.orElseThrow().header().timesArePositions() ? 1 : PRECISION_NANOS;
    }

    /** The deadline that lies the given time after the first reply. */
    public IntToLongFunction afterReady(long extraNanos, End end) {
        return index -> {
            int cut = cutWhileOpen(columns.invokeNanos(rows.applyAsInt(index)), end, cuts);
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
