package dev.suzaku.pmem;

import com.sun.jna.Native;
import dev.suzaku.pmem.image.Layout;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a JVM of its own needs to be a controller: the classes of this module and of its tests, its native programs, and JNA. */
final class ClassPath {
    private static final String RESOURCE = "native/linux-x86-64/layout.properties";

    private ClassPath() {}

    /** Directories and jars, each once. */
    static List<Path> entries() throws URISyntaxException {
        Set<Path> entries = new LinkedHashSet<>();
        for (Class<?> type : List.of(ClassPath.class, PersistentProcess.class, Native.class)) {
            entries.add(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        URL resource = Layout.class.getResource("/" + RESOURCE);
        entries.add(Path.of(resource.toURI()).resolve("../../..").normalize());
        return List.copyOf(entries);
    }

    /** Copies of them in a directory that others may enter: what this user can read, another may not. */
    static List<Path> readableCopies(Path directory) throws IOException, URISyntaxException {
        List<Path> copies = new ArrayList<>();
        for (Path entry : entries()) {
            Path copy = directory.resolve("class-path-" + copies.size() + (Files.isDirectory(entry) ? "" : ".jar"));
            copyReadable(entry, copy);
            copies.add(copy);
        }
        return copies;
    }

    private static void copyReadable(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = Files.copy(file, to.resolve(from.relativize(file).toString()));
                String mode = Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
            }
        }
    }

    /** As an argument of {@code java -cp}. */
    static String text(List<Path> entries) {
        return String.join(":", entries.stream().map(Path::toString).toList());
    }
}
