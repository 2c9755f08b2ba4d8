package dev.suzaku.coordinator.bench;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in columns, for people. */
public final class TextTable {
    private TextTable() {}

    /** Appends a table and an empty line; every row has as many words as the header. */
    public static void append(StringBuilder text, List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        text.append('\n');
    }
}
