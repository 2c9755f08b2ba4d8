package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files beside an image, whose directory holds nothing foreign. */
final class OwnFile {
    private OwnFile() {}

    /**
     * The file beside the image with this end of its name, made where it is missing. It is this user's alone: the directory around may be
     * everybody's, as /dev/shm is.
     */
    static Path beside(Path image, String suffix) {
        Path file = image.resolveSibling(image.getFileName() + suffix);
        Set<OpenOption> once = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel opened = Files.newByteChannel(
                file, once, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            return file;
        } catch (IOException e) {
            throw new BadInputException("cannot write to " + file + ", which must not be a symbolic link: " + e);
        }
    }
}
