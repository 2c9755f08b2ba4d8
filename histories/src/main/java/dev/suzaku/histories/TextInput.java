package dev.suzaku.histories;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A text that can be read more than once: a file, or bytes. */
interface TextInput {
    InputStream open();

    static TextInput of(Path path) {
        return () -> {
            try {
                return Files.newInputStream(path);
            } catch (NoSuchFileException e) {
                throw new HistoryFormatException("no such file", e);
            } catch (IOException e) {
                throw new HistoryFormatException(e.toString(), e);
            }
        };
    }

    static TextInput of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }
}
