package dev.suzaku.checkers.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.Value;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Jars with models, made by the JDK's own compiler. */
public final class ModelJar {
    /** The models that the manual shows. */
    public static final Path EXAMPLES = Path.of("../examples/models");

    private ModelJar() {}

    /** Compiles one source file into a jar in that folder. */
    public static Path compiled(Path source, Path folder) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        place(Specification.class) + File.pathSeparator + place(Value.class),
                        source.toString());
        assertThat(code).as("javac %s", source).isZero();
        return packed(classes, Files.createTempFile(folder, "model", ".jar"));
    }

    private static Path place(Class<?> known) {
        return Path.of(URI.create(
                known.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Packs everything in a directory. */
    public static Path packed(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> walk = Files.walk(directory)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            for (Path each : files) {
                out.putNextEntry(new ZipEntry(directory.relativize(each).toString()));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
