package dev.suzaku.histories;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a history says about itself.
 *
 * @param version version of the file format; {@link #CURRENT_VERSION} for new files
 * @param run name of the run that made it; empty when unknown
 * @param model the model it is meant for, such as {@code kv}; empty when unknown
 * @param startedEpochMillis wall-clock time of the start, or 0 when unknown
 * @param notes further facts in words, such as the seed
 */
public record HistoryHeader(
        int version, String run, String model, long startedEpochMillis, SortedMap<String, String> notes) {
    public static final int CURRENT_VERSION = 1;

    public HistoryHeader {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(model, "model");
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }

    /** Whether the history came without times, so that positions of events stand for nanoseconds. */
    public boolean timesArePositions() {
        return notes.containsKey(JepsenCursor.TIME_NOTE);
    }

    /** The same, but meant for that model. */
    public HistoryHeader ofModel(String name) {
        return new HistoryHeader(version, run, name, startedEpochMillis, notes);
    }

    /** A header of the current version without notes. */
    public static HistoryHeader of(String run, String model, long startedEpochMillis) {
        return new HistoryHeader(CURRENT_VERSION, run, model, startedEpochMillis, new TreeMap<>());
    }
}
