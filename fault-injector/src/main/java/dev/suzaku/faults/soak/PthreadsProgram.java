package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pthread program: mutexes, condition variables, thread-local storage, threads created and joined; exact totals at its end. */
final class PthreadsProgram implements SoakedProgram {
    private static final long ROUNDS = 200_000;

    /** The first thread, three workers, three that pass a token, one that creates others. */
    private static final int THREADS = 8;

    private final Path file;
    private final Path directory;
    private final Path totals;

    PthreadsProgram(Path file, Path directory) {
        this.file = file;
        this.directory = directory;
        this.totals = directory.resolve("totals");
    }

    @Override
    public Program program() {
        return new Program(file, List.of(totals.toString(), Long.toString(ROUNDS)), directory);
    }

    @Override
    public boolean isUnderWay(ImageCensus census) {
        return census.threads() >= THREADS;
    }

    @Override
    public boolean ends() {
        return true;
    }

    @Override
    public void judge(int exitCode) {
        long tenth = ROUNDS / 10;
        String expected = "workers %d ring %d churn %d locals %d\n"
                .formatted(3 * ROUNDS, 3 * tenth, tenth * (tenth - 1) / 2, 3 * ROUNDS);
        try {
            String written = Files.exists(totals) ? Files.readString(totals) : "nothing";
            if (exitCode != 0 || !written.equals(expected)) {
                throw new SoakFailure("ended with " + exitCode + " and wrote '" + written.strip() + "' instead of '"
                        + expected.strip() + "'");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
