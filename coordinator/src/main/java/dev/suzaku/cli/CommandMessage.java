package dev.suzaku.cli;

import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.system.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a command says about a program that has its standard streams. They may be one regular file, and each has an offset of its own
 * there: the message goes to the end of the file, and not at all into a file in which a resumed program would write over it.
 */
final class CommandMessage {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private CommandMessage() {}

    /** Says on stderr that the program in an image has ended and will not go on. */
    static void last(String message) {
        if (Files.isRegularFile(STANDARD_ERROR)) {
            Linux.lseek(2, 0, Linux.SEEK_END); // a resumed program's writes have not moved our offset
        }
        System.err.println(message);
    }

    /** Says on stderr what became of a program that may be resumed, or in DIR.err where that is safe from it alone. */
    static void atCut(ImageDirectory image, String message) {
        if (!isOverwritten(image)) {
            last(message);
            return;
        }
        Path file = OwnFile.beside(image.path(), ".err").path();
        try {
            Files.writeString(file, message + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println(message);
        }
    }

    /** Whether the program writes our stderr at an offset that its image knows. */
    private static boolean isOverwritten(ImageDirectory image) {
        try {
            String ours = STANDARD_ERROR.toRealPath().toString();
            return Files.isRegularFile(STANDARD_ERROR)
                    && ImageInspection.of(image).descriptors().stream()
                            .anyMatch(descriptor -> descriptor.path().equals(ours) && !descriptor.appends());
        } catch (IOException e) {
            return false; // a pipe or a socket has no path
        }
    }
}
