package dev.suzaku.checkers;

import dev.suzaku.histories.EventCursor;
import dev.suzaku.histories.HistorySegments;
import dev.suzaku.histories.HistorySource;
import dev.suzaku.histories.HistorySurvey;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One object of a history that is read a segment at a time, as often as is wanted.
 *
 * @param source the history
 * @param survey of it
 * @param name the object
 * @param limits how much of it may be in memory
 */
record StreamedKey(HistorySource source, HistorySurvey survey, String name, StreamLimits limits) {

    /** Number of operations on the object. */
    int size() {
        return survey.operationsOfKeys().get(name);
    }

    List<PowerCut> cuts() {
        return survey.cuts();
    }

    /** The object's operations from the beginning. */
    HistorySegments segments() {
        EventCursor cursor = source.events();
        return new HistorySegments(cursor, survey, name, limits.segmentOperations(), limits.operationsInMemory());
    }

    /** The rows of operations on the object that were not in the segment before. */
    static int[] newRows(HistorySegments.Segment segment) {
        OperationColumns columns = segment.columns();
        return IntStream.range(segment.carried(), segment.size())
                .filter(row -> TargetOperations.onObject(columns.vocabulary().function(columns.function(row))))
                .toArray();
    }

    /** Operations by their positions in the whole history, which become their indices; reads the history once more. */
    List<Operation> operations(Collection<Integer> positions) {
        TreeSet<Integer> wanted = new TreeSet<>(positions);
        List<Operation> found = new ArrayList<>();
        try (HistorySegments segments = segments()) {
            while (found.size() < wanted.size()) {
                HistorySegments.Segment segment = segments.next().orElseThrow();
                for (int row = segment.carried(); row < segment.size(); row++) {
                    if (wanted.contains(segment.index(row))) {
                        found.add(operation(segment, row));
                    }
                }
            }
        }
        return found;
    }

    /** The operation of a row, with its index in the whole history. */
    static Operation operation(HistorySegments.Segment segment, int row) {
        return segment.columns().operation(row).numbered(segment.index(row));
    }
}
