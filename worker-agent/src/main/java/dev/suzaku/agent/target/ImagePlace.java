package dev.suzaku.agent.target;

import dev.suzaku.agent.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where a run's image lies: in memory (/dev/shm) where possible, else in the run directory. Before each recovery, which
 * changes the image, a copy is made, so that a failing one can be repeated.
 *
 * <p>Directories in memory are named {@code suzaku-PID-NUMBER}, after the process that runs the target; those of
 * processes that are gone are removed when the next place is chosen.
 */
final class ImagePlace {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "suzaku-";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    /** Copying more than this before every recovery would take longer than the run. */
    private static final int KEPT_BALLAST_MEBIBYTES_MAX = 256;

    private static final long COPY_SECONDS = 60;

    private final Path directory;
    private final Path runDirectory;
    private final boolean keeps;
    /** An interrupted process leaves nothing in memory; its targets end with it. */
    private final Thread removal = new Thread(this::deleteLeftovers, "image-removal");

    private ImagePlace(Path directory, Path runDirectory, boolean keeps) {
        this.directory = directory;
        this.runDirectory = runDirectory;
        this.keeps = keeps;
    }

    static ImagePlace choose(RunSpec spec, Path runDirectory) {
        boolean inMemory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
        if (inMemory) {
            removeAbandoned();
        }
        boolean keeps = spec.workload().ballastMebibytes() <= KEPT_BALLAST_MEBIBYTES_MAX;
        ImagePlace place = new ImagePlace((inMemory ? MEMORY : runDirectory).resolve(ownName()), runDirectory, keeps);
        Runtime.getRuntime().addShutdownHook(place.removal);
        return place;
    }

    /** The image's own directory; absent until the image is made. */
    Path image() {
        return directory.resolve("image");
    }

    /** Copies the image as the cut left it, over the copy of the cut before. */
    void keepBeforeRecovery() {
        if (keeps) {
            delete(copy());
            copy(image(), copy());
        }
    }

    /** Puts the latest copy into the run directory. @return where, or empty when there is no copy */
    String moveToRunDirectory() {
        if (!Files.isDirectory(copy())) {
            return "";
        }
        Path kept = runDirectory.resolve("image");
        delete(kept);
        copy(copy(), kept);
        return kept.toString();
    }

    /** Removes everything but what {@link #moveToRunDirectory} put into the run directory. */
    void remove() {
        delete(directory);
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // the process is ending: the hook finds nothing left
        }
    }

    private void deleteLeftovers() {
        delete(directory);
    }

    private Path copy() {
        return directory.resolve("image-as-cut");
    }

    /** By cp, which skips the holes of sparse files. */
    private static void copy(Path from, Path to) {
        List<String> command = List.of(
                "/usr/bin/cp", "--recursive", "--preserve=mode", "--sparse=auto", from.toString(), to.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(COPY_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("not finished after " + COPY_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("cp ended with exit code " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the image " + from + " to " + to + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying the image " + from, e);
        }
    }

    private static void removeAbandoned() {
        try (Stream<Path> entries = Files.list(MEMORY)) {
            for (Path abandoned : entries.filter(ImagePlace::isAbandoned).toList()) {
                removeOnce(abandoned);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + MEMORY + ": " + e.getMessage(), e);
        }
    }

    /** Several processes may look at once: the one that gets hold of the name removes it. */
    private static void removeOnce(Path abandoned) throws IOException {
        Path mine = MEMORY.resolve(ownName());
        try {
            Files.move(abandoned, mine, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        delete(mine);
    }

    private static String ownName() {
        return PREFIX + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    }

    private static boolean isAbandoned(Path entry) {
        String name = entry.getFileName().toString();
        if (!name.matches(PREFIX + "\\d{1,10}-\\d{1,10}") || !Files.isWritable(entry)) {
            return false;
        }
        long pid = Long.parseLong(name.split("-")[1]);
        return ProcessHandle.of(pid).isEmpty();
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path + ": " + e.getMessage(), e);
        }
    }
}
