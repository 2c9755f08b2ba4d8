package dev.suzaku.checkers.knossos;

import dev.suzaku.checkers.CheckException;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where Knossos is, and how much memory it may take.
 *
 * @param classPath of Knossos and what it needs; empty when it is on this process's own class path (Maven profile {@code
 *     knossos})
 * @param heapMebibytes heap limit of its process, 64 or more
 */
public record KnossosInstallation(String classPath, int heapMebibytes) {
    /** The environment variable with the class path. */
    public static final String CLASS_PATH = "SUZAKU_KNOSSOS_CLASSPATH";

    /** The environment variable with the heap limit in MiB. */
    public static final String HEAP = "SUZAKU_KNOSSOS_HEAP_MB";

    private static final int HEAP_DEFAULT = 2048;
    private static final int HEAP_MIN = 64;
    private static final List<String> NEEDED = List.of(
            KnossosMain.class.getName().replace('.', '/') + ".class",
            "suzaku/knossos.clj",
            "clojure/lang/RT.class",
            "clojure/spec/alpha.clj",
            "clojure/core/specs/alpha.clj");
    private static final String SOURCE = "knossos/competition.clj";

    public KnossosInstallation {
        Objects.requireNonNull(classPath, "classPath");
        if (heapMebibytes < HEAP_MIN) {
            throw new CheckException(HEAP + " must be " + HEAP_MIN + " or more, not " + heapMebibytes);
        }
    }

    /**
     * The installation that an environment names.
     *
     * @throws CheckException when there is none, with what to do
     */
    public static KnossosInstallation find(Map<String, String> environment) {
        String given = environment.getOrDefault(CLASS_PATH, "").strip();
        if (given.isEmpty() && KnossosInstallation.class.getClassLoader().getResource(SOURCE) == null) {
            throw new CheckException("Knossos is not here. It is not part of Suzaku: set " + CLASS_PATH
                    + " to a class path with Knossos and the libraries it needs, or build with the Maven profile knossos"
                    + " (docs/knossos.md)");
        }
        return new KnossosInstallation(given, heap(environment.getOrDefault(HEAP, Integer.toString(HEAP_DEFAULT))));
    }

    private static int heap(String text) {
        if (!text.matches("\\d{1,7}")) {
            throw new CheckException(HEAP + " must be a number of MiB, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** The class path of the process: Knossos's first, so that its own Clojure wins, then what {@link KnossosMain} needs. */
    String processClassPath() {
        List<String> entries = new ArrayList<>();
        entries.add(classPath.isEmpty() ? System.getProperty("java.class.path") : classPath);
        for (String needed : NEEDED) {
            entries.add(place(needed));
        }
        return String.join(File.pathSeparator, entries);
    }

    /** The jar or directory that a resource is in. */
    private static String place(String resource) {
        URL url = Objects.requireNonNull(
                KnossosInstallation.class.getClassLoader().getResource(resource), resource);
        String text = url.toString();
        String root = text.startsWith("jar:")
                ? text.substring("jar:".length(), text.indexOf("!/"))
                : text.substring(0, text.length() - resource.length());
        return Path.of(URI.create(root)).toString();
    }
}
