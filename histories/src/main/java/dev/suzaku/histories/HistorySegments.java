package dev.suzaku.histories;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The operations on one key in the order of their invocations, some at a time, each with its end. Those that are still
 * open when the next segment begins are in that one too. An operation that stays open for long holds back those that were
 * invoked after it. Used by one thread.
 */
public final class HistorySegments implements AutoCloseable {
    private static final int UNKNOWN_KEY = -1;

    private final EventCursor cursor;
    private final BitSet unanswered;
    private final String key;
    private final int operationsMin;
    private final int operationsMax;
    private final HistorySurvey.Renumbering numbers = new HistorySurvey.Renumbering();
    private final OpenOperations open = new OpenOperations(); // by number in the file: how many were taken before
    private OperationColumns columns;
    private int[] indices = new int[16];
    private int wantedKey = UNKNOWN_KEY;
    private int taken;
    private int shift; // rows of the columns are that much less than the numbers in the table of open operations
    private int carried;
    private int known; // rows before this one have ended or never will
    private int crashes;
    private long lastCrashNanos = Long.MIN_VALUE;
    private boolean ended;
    private boolean lastGiven;

    /** Operations that were invoked after those of the segment before, and those that were still open then. */
    public static final class Segment {
        private final OperationColumns columns;
        private final int[] indices;
        private final int carried;
        private final int size;
        private final long untilNanos;

        private Segment(OperationColumns columns, int[] indices, int carried, int size, long untilNanos) {
            this.columns = columns;
            this.indices = indices;
            this.carried = carried;
            this.size = size;
            this.untilNanos = untilNanos;
        }

        /** The rows of the segment's operations come first; more may follow, which are not of it. */
        public OperationColumns columns() {
            return columns;
        }

        /** How many operations at the beginning were in the segment before too. */
        public int carried() {
            return carried;
        }

        /** Number of operations. */
        public int size() {
            return size;
        }

        /** The position in the whole history of a row's operation. */
        public int index(int row) {
            return indices[row];
        }

        /** No operation of a later segment was invoked before this instant. */
        public long untilNanos() {
            return untilNanos;
        }
    }

    /** Thrown where one operation holds back more others than there may be, or too many have no answer. */
    public static final class HeldBackException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HeldBackException(int index, int operationsMax) {
            super("operation " + index + " stays open while more than " + operationsMax
                    + " others are invoked; more memory may decide it");
        }

        private HeldBackException(String message) {
            super(message);
        }

        private static HeldBackException unanswered(int count, int operationsMax) {
            return new HeldBackException(count + " operations of " + operationsMax
                    + " that fit into memory stay without an answer; more memory may decide it");
        }
    }

    /**
     * Takes the operations on one key.
     *
     * @param cursor from the beginning, in the order of time; closed with this
     * @param survey of the same history
     * @param operationsMin how many operations a segment has at least, but for the last
     * @param operationsMax how many operations are held in memory
     */
    public HistorySegments(EventCursor cursor, HistorySurvey survey, String key, int operationsMin, int operationsMax) {
        this.cursor = cursor;
        this.unanswered = survey.unanswered();
        this.key = key;
        this.operationsMin = operationsMin;
        this.operationsMax = operationsMax;
        this.columns = new OperationColumns(cursor.vocabulary());
    }

    /**
     * The next segment; empty when there is none. The last one ends never; it may have no operations but those that were
     * open.
     *
     * @throws HeldBackException when an operation stays open for too long
     * @throws HistoryFormatException when the file is not what it should be
     */
    public Optional<Segment> next() {
        while (!ended && known - carried < operationsMin) {
            ended = !cursor.next();
            if (!ended) {
                take();
            }
            while (known < columns.size() && hasEnd(known)) {
                known++;
            }
            if (columns.size() > operationsMax && known - carried < operationsMin) {
                throw known < columns.size()
                        ? new HeldBackException(indices[known], operationsMax)
                        : HeldBackException.unanswered(carried, operationsMax);
            }
        }
        if (lastGiven || ended && columns.size() == 0) {
            return Optional.empty();
        }
        lastGiven = ended;
        return Optional.of(give(ended ? columns.size() : known));
    }

    private boolean hasEnd(int row) {
        return columns.outcome(row) != Outcome.INFO || unanswered.get(indices[row]);
    }

    private void take() {
        switch (cursor.kind()) {
            case CRASH -> {
                crashes++;
                lastCrashNanos = cursor.nanos();
            }
            case READY -> {} // the survey knows all cuts
            case INVOKE -> {
                int index = numbers.invoked(cursor.operation());
                if (wanted(cursor.key())) {
                    open.add(cursor.operation(), taken++, 0);
                    invoke(index);
                }
            }
            case COMPLETE -> {
                numbers.ended(cursor.operation());
                int row = open.remove(cursor.operation()) - shift;
                if (row >= carried && cursor.outcome() != Outcome.INFO) {
                    columns.complete(row, cursor.outcome(), cursor.value(), cursor.nanos());
                }
            }
        }
    }

    private boolean wanted(int id) {
        if (wantedKey == UNKNOWN_KEY && cursor.vocabulary().key(id).equals(key)) {
            wantedKey = id;
        }
        return id == wantedKey;
    }

    private void invoke(int index) {
        int row = columns.addPending(cursor.session(), cursor.function(), cursor.key(), cursor.value(), cursor.nanos());
        columns.setEpoch(row, lastCrashNanos < cursor.nanos() ? crashes : crashes - 1);
        indices = row < indices.length ? indices : Arrays.copyOf(indices, 2 * row);
        indices[row] = index;
    }

    /** Gives the first rows away; keeps those of them that are open until then, and the others. */
    private Segment give(int size) {
        OperationColumns before = columns;
        int[] indicesBefore = indices;
        int carriedBefore = carried;
        long until = ended ? Operation.NEVER : size < before.size() ? before.invokeNanos(size) : cursor.nanos();
        columns = new OperationColumns(cursor.vocabulary());
        indices = new int[16];
        for (int row = 0; row < size; row++) {
            if (before.outcome(row) != Outcome.FAIL && before.returnNanos(row) >= until) {
                keep(before, row, indicesBefore[row]);
            }
        }
        carried = columns.size();
        known = carried;
        shift += size - carried;
        for (int row = size; row < before.size(); row++) {
            keep(before, row, indicesBefore[row]);
        }
        return new Segment(before, indicesBefore, carriedBefore, size, until);
    }

    private void keep(OperationColumns before, int row, int index) {
        int kept = columns.addPending(
                before.session(row),
                before.function(row),
                before.key(row),
                before.argument(row),
                before.invokeNanos(row));
        columns.setEpoch(kept, before.epoch(row));
        columns.complete(kept, before.outcome(row), before.result(row), before.returnNanos(row));
        indices = kept < indices.length ? indices : Arrays.copyOf(indices, 2 * kept);
        indices[kept] = index;
    }

    /** Whether the end of the recording was there and undamaged; once there is no segment left. */
    public boolean complete() {
        return cursor.complete();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
