package dev.suzaku.checkers.knossos;

import dev.suzaku.checkers.CheckException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Knossos in a process of its own, with its own heap limit, killed when a deadline passes. {@link KnossosMain} is the other
 * side and draws the protocol. Used by one thread.
 */
final class KnossosProcess implements AutoCloseable {
    private static final long LOAD_MILLIS = 300_000;
    private static final int LINE_MAX = 4096;
    private static final int ERRORS_SHOWN = 400;
    private static final int EXIT_OUT_OF_MEMORY = 3;

    private final KnossosInstallation installation;
    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final Writer requests;

    private KnossosProcess(KnossosInstallation installation, Process process, Path errors) {
        this.installation = installation;
        this.process = process;
        this.errors = errors;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a process and waits until Knossos is loaded.
     *
     * @throws CheckException when it cannot be
     */
    static KnossosProcess start(KnossosInstallation installation) {
        try {
            Path errors = Files.createTempFile("suzaku-knossos-", ".log");
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + installation.heapMebibytes() + "m",
                            "-Xss64m", // Clojure reads nested values by recursion
                            "-XX:+ExitOnOutOfMemoryError",
                            "-XX:+DisplayVMOutputToStderr",
                            "-cp",
                            installation.processClassPath(),
                            KnossosMain.class.getName()))
                    .redirectError(errors.toFile())
                    .start();
            KnossosProcess knossos = new KnossosProcess(installation, process, errors);
            knossos.awaitLoaded();
            return knossos;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process for Knossos", e);
        }
    }

    private void awaitLoaded() {
        long start = System.nanoTime();
        Optional<String> line = lineWithin(LOAD_MILLIS);
        if (line.isPresent() && line.get().equals(KnossosMain.READY)) {
            return;
        }
        boolean late = (System.nanoTime() - start) / 1_000_000 >= LOAD_MILLIS;
        String why = late
                ? "it was not within " + LOAD_MILLIS / 1000 + " s"
                : line.map(text -> "it said " + text).orElseGet(this::lastError);
        close();
        throw new CheckException(
                "Knossos could not be loaded; is all it needs on " + KnossosInstallation.CLASS_PATH + "? " + why);
    }

    /**
     * Asks about one history.
     *
     * @param millis time for the answer; then the process is killed and of no more use
     * @throws KnossosProcessException when the process died or answered nonsense
     */
    KnossosAnswer ask(KnossosHistory history, long millis) {
        long start = System.nanoTime();
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(history.request(millis)));
        Optional<String> line = lineWithin(millis);
        if (line.isPresent()) {
            return KnossosAnswer.parse(line.get(), history.size());
        }
        if (!process.isAlive() && process.exitValue() == EXIT_OUT_OF_MEMORY) {
            return new KnossosAnswer.Unknown("Knossos ran out of its heap of " + installation.heapMebibytes() + " MiB; "
                    + KnossosInstallation.HEAP + " gives it more");
        }
        if ((System.nanoTime() - start) / 1_000_000 >= millis) {
            return new KnossosAnswer.Unknown(
                    "Knossos gave no answer within the budget of " + millis + " ms and was stopped");
        }
        sent.cancel(true);
        throw new KnossosProcessException(
                "Knossos's process ended with code " + process.exitValue() + ": " + lastError());
    }

    /** Whether it can be asked again. */
    boolean usable() {
        return process.isAlive();
    }

    private void send(String request) {
        try {
            requests.write(request);
            requests.write('\n');
            requests.flush();
        } catch (IOException e) {
            process.destroyForcibly(); // it reads no more, and the one that waits for its answer is told so
        }
    }

    /** The next line; empty when the process ended before, or was killed because the time was up. */
    private Optional<String> lineWithin(long millis) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> kill =
                end.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).thenRun(process::destroyForcibly);
        try {
            Optional<String> line = line();
            if (line.isEmpty()) {
                process.waitFor();
            }
            return line;
        } catch (IOException e) {
            return Optional.empty(); // its pipe broke when it was killed
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new KnossosProcessException("interrupted while Knossos was at work");
        } finally {
            kill.cancel(false);
            end.cancel(false);
        }
    }

    private Optional<String> line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = answers.read(); character >= 0; character = answers.read()) {
            if (character == '\n') {
                return Optional.of(line.toString());
            }
            if (line.length() == LINE_MAX) {
                process.destroyForcibly();
                throw new KnossosProcessException("Knossos's process answered more than " + LINE_MAX + " characters");
            }
            line.append((char) character);
        }
        return Optional.empty();
    }

    private String lastError() {
        try {
            List<String> lines = Files.readString(errors, StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
            String first = lines.isEmpty() ? "it said nothing" : lines.get(0);
            String told = lines.stream()
                    .filter(line -> line.startsWith("Caused by: "))
                    .reduce(first, (before, cause) -> cause);
            return told.length() > ERRORS_SHOWN ? told.substring(0, ERRORS_SHOWN) : told;
        } catch (IOException e) {
            return "what it said cannot be read: " + e.getMessage();
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + errors, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
