package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The formats that `check` reads. */
enum HistoryFormat {
    SUZAKU("suzaku", HistoryFile::read);

    private final String id;
    private final Function<Path, History> reader;

    HistoryFormat(String id, Function<Path, History> reader) {
        this.id = id;
        this.reader = reader;
    }

    /** @param format an id, or {@code auto}: by the end of the file's name */
    static History read(Path given, String format) {
        Path file = Files.isDirectory(given) ? given.resolve("history.szh") : given;
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("history " + file + ": no such file");
        }
        return (format.equals("auto") ? ofName(file) : named(format)).reader.apply(file);
    }

    private static HistoryFormat ofName(Path file) {
        return SUZAKU;
    }

    private static HistoryFormat named(String id) {
        for (HistoryFormat format : values()) {
            if (format.id.equals(id)) {
                return format;
            }
        }
        throw new BadInputException("--format must be suzaku, jepsen-edn, jepsen-json, porcupine-etcd or auto, not '" + id + "'");
    }
}
