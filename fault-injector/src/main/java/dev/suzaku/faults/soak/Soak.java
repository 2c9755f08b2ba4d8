package dev.suzaku.faults.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Runs a {@link SoakPlan} in this JVM. */
public final class Soak {
    private static final int CUTS_PER_LIFE = 400;

    private Soak() {}

    /**
     * Soaks a program. Its directory is removed at the end, and kept when something was wrong.
     *
     * @param plan what to do
     * @param progress told the number of cuts after each
     * @throws SoakFailure when the program was wrong after a cut or something leaked
     * @throws IllegalArgumentException when the program is unknown or not installed
     */
    public static SoakReport run(SoakPlan plan, IntConsumer progress) {
        SoakPrograms.require(plan.program());
        SplittableRandom random = new SplittableRandom(plan.seed());
        SoakState soak = new SoakState(plan, random.split(), progress);
        Path scratch = createScratch(plan.directory());
        Optional<MachineCensus> first = Optional.empty();
        while (soak.cuts() < plan.cuts()) {
            soak.noteLife();
            Path directory = scratch.resolve("life-" + soak.lives());
            int cutsBefore = soak.cuts();
            try {
                Files.createDirectory(directory);
                new SoakLife(soak, random.split(), directory, plan.program())
                        .live(Math.min(cutsBefore + CUTS_PER_LIFE, plan.cuts()));
            } catch (SoakFailure e) {
                throw new SoakFailure(
                        e.getMessage() + "; life " + soak.lives() + ", its cut " + (soak.cuts() - cutsBefore)
                                + "; kept in " + directory,
                        e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write in " + scratch, e);
            }
            remove(directory);
            MachineCensus now = MachineCensus.take(scratch);
            now.requireNothingOfAProcess();
            first.ifPresent(census -> census.requireNoneLeft(now));
            first = first.or(() -> Optional.of(now));
        }
        remove(scratch);
        return soak.report();
    }

    private static Path createScratch(Path directory) {
        try {
            return Files.createTempDirectory(
                    directory,
                    "suzaku-soak-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write in directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
