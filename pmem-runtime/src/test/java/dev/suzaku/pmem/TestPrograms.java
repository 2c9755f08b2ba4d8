package dev.suzaku.pmem;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of src/test/c/programs, built by the Makefile. */
final class TestPrograms {
    private static final Path DIRECTORY = Path.of("target", "test-programs").toAbsolutePath();

    private TestPrograms() {}

    /** The file of a program like {@code counter-glibc}; a musl variant is skipped where musl-gcc is missing. */
    static Path get(String name) {
        Path file = DIRECTORY.resolve(name);
        assumeTrue(
                name.endsWith("glibc") || Files.exists(file),
                () -> name + " was not built: musl-gcc is missing (Debian package musl-tools)");
        return file;
    }
}
