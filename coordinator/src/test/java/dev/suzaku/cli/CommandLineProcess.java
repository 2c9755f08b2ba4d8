package dev.suzaku.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own, as a user starts it. Ends with the test. */
final class CommandLineProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandLineProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static CommandLineProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** With variables besides those of this process. */
    static CommandLineProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(java(arguments))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new CommandLineProcess(process, out, err);
    }

    /** With both streams in one file, as a shell does it for {@code >> file 2>&1}. */
    static CommandLineProcess appending(Path folder, Path file, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >> " + file + " 2>&1", "sh"));
        command.addAll(java(arguments));
        return new CommandLineProcess(
                new ProcessBuilder(command).directory(folder.toFile()).start(), file, file);
    }

    /** Whoever runs the tests in the background may ignore interrupts; a user's shell does not. */
    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Suzaku.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no code of the process runs any more. */
    void killMinusNine() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for the end. @return the exit code */
    int exitCode() throws Exception {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LIMIT + "; it said: " + err());
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
