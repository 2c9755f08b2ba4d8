package dev.suzaku.agent.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** agent.log: one line per event, with the time. Thread-safe; lines after {@link #close()} are dropped. */
public final class RunLog implements AutoCloseable {

    private final BufferedWriter writer;
    private boolean closed;

    private RunLog(BufferedWriter writer) {
        this.writer = writer;
    }

    public static RunLog create(Path file) throws IOException {
        return new RunLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    public synchronized void line(String text) {
        if (closed) {
            return;
        }
        try {
            writer.write(Instant.now() + " " + text.replace('\n', ' ') + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write agent.log: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close agent.log: " + e.getMessage(), e);
        }
    }
}
