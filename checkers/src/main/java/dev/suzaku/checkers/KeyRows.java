package dev.suzaku.checkers;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.OperationColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows of one object's operations in the history's columns. */
final class KeyRows {
    private final String key;
    private final int[] rows;

    private KeyRows(String key, int[] rows) {
        this.key = key;
        this.rows = rows;
    }

    /** The object. */
    String key() {
        return key;
    }

    /** By invocation; not to be changed. */
    int[] rows() {
        return rows;
    }

    /** The objects of a history, in the order of their first operations; those that concern no object are left out. */
    static List<KeyRows> of(History history, Model model) {
        OperationColumns columns = history.columns();
        boolean[] onObject = onObject(columns);
        if (!model.independentKeys(functions(columns))) {
            int[] all = IntStream.range(0, columns.size())
                    .filter(row -> onObject[columns.function(row)])
                    .toArray();
            return all.length == 0 ? List.of() : List.of(new KeyRows("", all));
        }
        int[] counts = new int[columns.vocabulary().keys()];
        int[] order = new int[counts.length];
        int objects = 0;
        for (int row = 0; row < columns.size(); row++) {
            if (onObject[columns.function(row)] && counts[columns.key(row)]++ == 0) {
                order[objects++] = columns.key(row);
            }
        }
        int[][] rows = new int[counts.length][];
        Arrays.setAll(rows, key -> new int[counts[key]]);
        Arrays.fill(counts, 0);
        for (int row = 0; row < columns.size(); row++) {
            if (onObject[columns.function(row)]) {
                int key = columns.key(row);
                rows[key][counts[key]++] = row;
            }
        }
        List<KeyRows> all = new ArrayList<>(objects);
        for (int i = 0; i < objects; i++) {
            all.add(new KeyRows(columns.vocabulary().key(order[i]), rows[order[i]]));
        }
        return all;
    }

    private static Set<String> functions(OperationColumns columns) {
        return IntStream.range(0, columns.vocabulary().functions())
                .mapToObj(columns.vocabulary()::function)
                .collect(Collectors.toSet());
    }

    /** Per function whether its operations concern an object. */
    private static boolean[] onObject(OperationColumns columns) {
        boolean[] onObject = new boolean[columns.vocabulary().functions()];
        for (int function = 0; function < onObject.length; function++) {
            onObject[function] = TargetOperations.onObject(columns.vocabulary().function(function));
        }
        return onObject;
    }
}
