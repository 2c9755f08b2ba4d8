package dev.suzaku.coordinator.bench;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.launch.NativePrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs that are measured: ours, built from {@code pmem-runtime/src/bench/c} by make, and those of the system.
 *
 * @param programs directory of the built programs
 * @param scratch directory in memory for images, pools and files; emptied by whoever made it
 */
public record BenchTools(Path programs, Path scratch) {
    private static final List<Path> SYSTEM =
            List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/usr/sbin"));

    /**
     * Builds our programs.
     *
     * @param home the source tree
     * @throws MissingToolException when they cannot be built
     */
    public static BenchTools build(Path home, Path scratch) throws IOException, InterruptedException {
        Path sources = home.resolve("pmem-runtime/src/bench/c");
        Path out = home.resolve("pmem-runtime/target/bench").toAbsolutePath();
        Path log = scratch.resolve("make.log");
        Process make = new ProcessBuilder("make", "--silent", "-C", sources.toString(), "OUT=" + out)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (make.waitFor() != 0) {
            throw new MissingToolException("cannot build the benchmark programs in " + sources + ": "
                    + Files.readString(log, StandardCharsets.UTF_8).strip());
        }
        return new BenchTools(out, scratch);
    }

    /** One of our programs; it is missing when this machine cannot build it. */
    Path ours(String name, String needs) {
        Path program = programs.resolve(name);
        if (!Files.isExecutable(program)) {
            throw new MissingToolException(name + " was not built; it needs: apt-get install " + needs);
        }
        return program;
    }

    /** A program that ships with the runtime; it is missing when the build lacked a package. */
    Path shipped(String name, String debianPackage) {
        try {
            return NativePrograms.get().program(name);
        } catch (ImageException e) {
            throw new MissingToolException(name + " is not in this build; it needs: apt-get install " + debianPackage);
        }
    }

    /** A program of the system. */
    Path system(String name, String debianPackage) {
        return SYSTEM.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new MissingToolException(name + " is not installed: apt-get install " + debianPackage));
    }

    /** A new empty directory in the scratch directory. */
    Path directory(String prefix) {
        try {
            return Files.createTempDirectory(scratch, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory in " + scratch, e);
        }
    }
}
