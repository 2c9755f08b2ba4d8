package dev.suzaku.pmem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories in memory where the machine has them: images are as fast as persistent memory there. */
public final class MemoryDirectory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        boolean usable = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
        return usable ? Files.createTempDirectory(MEMORY, "suzaku-test") : Files.createTempDirectory("suzaku-test");
    }
}
