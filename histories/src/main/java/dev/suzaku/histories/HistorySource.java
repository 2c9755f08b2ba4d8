package dev.suzaku.histories;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A history that is not read into memory as a whole.
 *
 * @param path its file
 * @param format of the file
 */
public record HistorySource(Path path, HistoryFormat format) {
    public HistorySource {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(format, "format");
    }

    /** The events from the beginning, in the order of time. @throws HistoryFormatException as {@link HistoryFormat#stream} */
    public EventCursor events() {
        return format.stream(path);
    }

    /**
     * The operations on some keys only, numbered among themselves, with all cuts.
     *
     * @param keys which names to take
     * @throws HistoryFormatException with one clear line when the file is not in the format
     */
    public History only(Predicate<String> keys) {
        try (EventCursor cursor = events()) {
            return HistoryBuilder.build(new SelectedKeys(cursor, keys));
        }
    }

    /** The events of another cursor without those of other keys; operations are numbered among themselves. */
    private static final class SelectedKeys extends ForwardingCursor {
        private final Predicate<String> keys;
        private final BitSet asked = new BitSet();
        private final BitSet selected = new BitSet();
        private final OpenOperations open = new OpenOperations();
        private int operations;

        SelectedKeys(EventCursor source, Predicate<String> keys) {
            super(source);
            this.keys = keys;
        }

        @Override
        public boolean next() {
            while (source.next()) {
                event.set(source.event);
                if (kind() == Kind.INVOKE) {
                    if (selected(key())) {
                        open.add(operation(), operations, 0);
                        event.operation = operations++;
                        return true;
                    }
                } else if (kind() == Kind.COMPLETE) {
                    int row = open.remove(operation());
                    if (row != OpenOperations.NONE) {
                        event.operation = row;
                        return true;
                    }
                } else {
                    return true;
                }
            }
            return false;
        }

        private boolean selected(int key) {
            if (!asked.get(key)) {
                asked.set(key);
                selected.set(key, keys.test(vocabulary().key(key)));
            }
            return selected.get(key);
        }
    }
}
