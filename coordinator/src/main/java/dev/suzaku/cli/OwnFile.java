package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file beside an image, whose directory holds nothing foreign.
 *
 * @param path where it is
 * @param made whether it was missing before
 */
record OwnFile(Path path, boolean made) {

    /**
     * The file beside the image with this end of its name, made where it is missing. It is this user's alone: the directory around may be
     * everybody's, as /dev/shm is.
     */
    static OwnFile beside(Path image, String suffix) {
        Path file = image.resolveSibling(image.getFileName() + suffix);
        try {
            return new OwnFile(
                    file, opens(file, StandardOpenOption.CREATE_NEW) || !opens(file, StandardOpenOption.CREATE));
        } catch (IOException e) {
            throw new BadInputException("cannot write to " + file + ", which must not be a symbolic link: " + e);
        }
    }

    /** @return false when there is something of that name already and it was to be new */
    private static boolean opens(Path file, OpenOption creation) throws IOException {
        Set<OpenOption> options = Set.of(creation, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel opened = Files.newByteChannel(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** For when nothing came of what was to write to it: it goes again, unless it was there before or says why. */
    void removeIfNew() {
        try {
            if (made && Files.size(path) == 0) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new BadInputException("cannot remove " + path + ", which nothing was written to: " + e);
        }
    }
}
