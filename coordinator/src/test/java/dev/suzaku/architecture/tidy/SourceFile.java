package dev.suzaku.architecture.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text file of the repository.
 *
 * @param path relative to the repository's root, with forward slashes
 * @param text its whole content
 */
record SourceFile(String path, String text) {

    static SourceFile read(Path root, Path file) {
        try {
            String path = root.relativize(file).toString().replace('\\', '/');
            return new SourceFile(path, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " as UTF-8 text", e);
        }
    }

    List<String> lines() {
        return text.lines().toList();
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    boolean isC() {
        return path.endsWith(".c") || path.endsWith(".h");
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    /** A path that an editor can open, with a line counted from 1. */
    String at(int line) {
        return path + ":" + line;
    }
}
