package dev.suzaku.pmem;

import com.sun.jna.Native;
import dev.suzaku.pmem.image.Layout;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** As an argument of {@code java -cp}. */
    static String text(List<Path> entries) {
        return String.join(":", entries.stream().map(Path::toString).toList());
    }
}
