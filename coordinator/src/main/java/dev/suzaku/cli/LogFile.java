package dev.suzaku.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Where the log of this process is. */
final class LogFile {
    /** Read by logback.xml when the first logger is made. */
    private static final String PROPERTY = "suzaku.log";

    private LogFile() {}

    /** Sends the log there; must come before anything logs. */
    static void use(Path file) {
        System.setProperty(PROPERTY, file.toString());
    }

    /** Writes the failure down and says where. */
    static String write(Throwable exception) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        Path file = path();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    Instant.now() + " internal error\n" + trace,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return file.toString();
        } catch (IOException e) {
            return "not writable (" + e.getMessage() + "); " + trace.toString().replaceAll("\\s+", " ");
        }
    }

    private static Path path() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        return Path.of(System.getProperty("user.home"), ".cache", "suzaku", "suzaku.log");
    }
}
