package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The counter: every line must be in its output exactly once, in order, and its total must be right. */
final class CounterProgram implements SoakedProgram {
    private static final long LINES = 300_000;
    private static final int STANDARD_STREAMS = 3;

    private final Path file;
    private final Path directory;
    private final Path output;

    CounterProgram(Path file, Path directory) {
        this.file = file;
        this.directory = directory;
        this.output = directory.resolve("lines");
    }

    @Override
    public Program program() {
        return new Program(file, List.of(output.toString(), Long.toString(LINES), "2000"), directory);
    }

    @Override
    public boolean isUnderWay(ImageCensus census) {
        return census.descriptors() > STANDARD_STREAMS;
    }

    @Override
    public boolean ends() {
        return true;
    }

    @Override
    public void judge(int exitCode) {
        if (exitCode != 0) {
            throw new SoakFailure("ended with " + exitCode);
        }
        try (BufferedReader lines = Files.newBufferedReader(output)) {
            for (long number = 1; number <= LINES; number++) {
                requireLine(lines, Long.toString(number));
            }
            requireLine(lines, "total " + LINES * (LINES + 1) / 2);
            if (lines.readLine() != null) {
                throw new SoakFailure("its output goes on after the total");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireLine(BufferedReader lines, String expected) throws IOException {
        String line = lines.readLine();
        if (!expected.equals(line)) {
            throw new SoakFailure("its output has '" + line + "' where '" + expected + "' belongs");
        }
    }

    @Override
    public void close() {}
}
