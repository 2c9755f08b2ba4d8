package dev.suzaku.faults.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server as the kernel runs it, without the runtime, on files that one under the runtime has written. */
final class PlainServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String name;
    private final Path log;
    private final Process process;

    PlainServer(String name, Path program, List<String> arguments, Path log) throws IOException {
        this.name = name;
        this.log = log;
        this.process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), arguments.stream())
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Something that is asked for again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Waits until it has loaded its files.
     *
     * @throws SoakFailure if it ends, or takes too long
     */
    void awaitReady(Condition ready) throws IOException {
        await("an undisturbed " + name + " does not load its files, see " + log, () -> {
            if (!process.isAlive()) {
                throw new SoakFailure(
                        "an undisturbed " + name + " refuses its files: exit code " + process.exitValue());
            }
            return ready.holds();
        });
    }

    /** @throws SoakFailure with a text if a condition does not hold for too long */
    static void await(String otherwise, Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new SoakFailure(otherwise + " within 60 s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
