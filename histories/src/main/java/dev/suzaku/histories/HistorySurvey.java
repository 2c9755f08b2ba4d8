package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one reading of a history tells without keeping its operations: 4 bytes and a bit for each key and operation.
 *
 * @param header what the history says about itself
 * @param operations number of operations
 * @param okOperations number of those that completed with outcome OK
 * @param operationsOfKeys number of operations on each key, in the order in which the keys first occur
 * @param functions all functions that were called
 * @param unanswered the operations without an answer, by their positions in the order of invocations
 * @param cuts the power cuts in the order of time
 * @param complete see {@link History#complete()}
 */
public record HistorySurvey(
        HistoryHeader header,
        int operations,
        int okOperations,
        Map<String, Integer> operationsOfKeys,
        Set<String> functions,
        BitSet unanswered,
        List<PowerCut> cuts,
        boolean complete) {

    /** Reads all events that are left. */
    public static HistorySurvey of(EventCursor cursor) {
        int[] counts = new int[16];
        BitSet unanswered = new BitSet();
        BitSet functions = new BitSet();
        int operations = 0;
        int ok = 0;
        // operations are numbered as in the file, which need not be the order of time
        Renumbering numbers = new Renumbering();
        while (cursor.next()) {
            if (cursor.kind() == EventCursor.Kind.INVOKE) {
                int key = cursor.key();
                counts = key < counts.length ? counts : Arrays.copyOf(counts, Math.max(key + 1, 2 * counts.length));
                counts[key]++;
                functions.set(cursor.function());
                unanswered.set(numbers.invoked(cursor.operation()));
                operations++;
            } else if (cursor.kind() == EventCursor.Kind.COMPLETE) {
                int position = numbers.ended(cursor.operation());
                if (cursor.outcome() != Outcome.INFO) {
                    unanswered.clear(position);
                }
                ok += cursor.outcome() == Outcome.OK ? 1 : 0;
            }
        }
        Vocabulary vocabulary = cursor.vocabulary();
        Map<String, Integer> ofKeys = new LinkedHashMap<>();
        for (int key = 0; key < vocabulary.keys(); key++) {
            ofKeys.put(vocabulary.key(key), key < counts.length ? counts[key] : 0);
        }
        Set<String> names = new LinkedHashSet<>();
        functions.stream().forEach(function -> names.add(vocabulary.function(function)));
        return new HistorySurvey(
                cursor.header(),
                operations,
                ok,
                ofKeys,
                names,
                unanswered,
                new ArrayList<>(cursor.cuts()),
                cursor.complete());
    }

    /** Positions in the order of invocations of operations that are open, by their numbers in the file. */
    static final class Renumbering {
        private final OpenOperations open = new OpenOperations();
        private int invoked;

        /** The position of an operation that is invoked next. */
        int invoked(int number) {
            open.add(number, invoked, 0);
            return invoked++;
        }

        /** The position of an operation that ends. */
        int ended(int number) {
            return open.remove(number);
        }
    }
}
