package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A process that is being measured.
 *
 * @param handle the process itself
 * @param directory where it runs and where its output goes
 * @param end waits for its end and answers its exit code
 * @param release gives back what its start took
 */
record MeasuredProcess(ProcessHandle handle, Path directory, Waiting end, Runnable release) implements AutoCloseable {
    static final String OUTPUT = "out";
    static final String ERRORS = "err";

    /** Waits for the end of a process. */
    interface Waiting {
        int exitCode() throws InterruptedException;
    }

    /**
     * Waits for the end of a program that prints {@code name=number} words on one line.
     *
     * @throws IllegalStateException when it fails
     */
    Map<String, Double> numbers() throws IOException, InterruptedException {
        int code = end.exitCode();
        String output = Files.readString(directory.resolve(OUTPUT), StandardCharsets.UTF_8);
        if (code != 0) {
            String errors = Files.readString(directory.resolve(ERRORS), StandardCharsets.UTF_8);
            throw new IllegalStateException("a measured program ended with " + code + ": " + errors.strip());
        }
        return numbers(output);
    }

    static Map<String, Double> numbers(String line) {
        Map<String, Double> numbers = new HashMap<>();
        for (String word : line.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                numbers.put(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
            }
        }
        return numbers;
    }

    /** Processor time of all its threads so far, in nanoseconds, from the scheduler's own account. */
    long cpuNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + handle.pid() + "/task"))) {
            for (Path task : tasks) {
                sum += taskNanos(task);
            }
        }
        return sum;
    }

    private static long taskNanos(Path task) throws IOException {
        try {
            String account = Files.readString(task.resolve("schedstat"), StandardCharsets.US_ASCII);
            return Long.parseLong(account.substring(0, account.indexOf(' ')));
        } catch (NoSuchFileException e) {
            return 0; // a thread that has just ended
        }
    }

    /** Kills it and waits for its end. */
    @Override
    public void close() {
        handle.destroyForcibly();
        try {
            end.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release.run();
        Directories.delete(directory);
    }
}
