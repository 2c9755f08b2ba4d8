package dev.suzaku.agent.target;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last line of a target's output, for messages. */
final class LogTail {

    private static final int BYTES_MAX = 400;

    private LogTail() {}

    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BYTES_MAX);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            String tail = new String(bytes, StandardCharsets.ISO_8859_1).strip();
            String last = tail.substring(tail.lastIndexOf('\n') + 1);
            return last.isEmpty() ? "it said nothing" : "it last said: " + last;
        } catch (IOException e) {
            return "its output cannot be read: " + e.getMessage();
        }
    }
}
