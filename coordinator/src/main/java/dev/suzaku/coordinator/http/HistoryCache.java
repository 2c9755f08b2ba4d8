package dev.suzaku.coordinator.http;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last histories asked for, since a page asks for many slices of one. A file that has changed is read again. */
final class HistoryCache {
    private static final int KEPT = 3;
    private static final long MAX_FILE_BYTES = 512L * 1024 * 1024;

    private record Stamp(Path file, long bytes, FileTime modified) {}

    private final Map<Stamp, History> kept = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Stamp, History> eldest) {
            return size() > KEPT;
        }
    };

    /** Empty when there is no such file; throws {@code HistoryFormatException} when it is no history. */
    synchronized Optional<History> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            return Optional.empty();
        }
        Stamp stamp = new Stamp(file, Files.size(file), Files.getLastModifiedTime(file));
        History history = kept.get(stamp);
        if (history == null) {
            history = HistoryFile.read(file);
            kept.put(stamp, history);
        }
        return Optional.of(history);
    }
}
