package dev.suzaku.pmem;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.launch.ProcessIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The directory of an image: {@code tables}, {@code pool}, and while a process runs in it {@code process.json}. The directory has mode
 * 0700, its files 0600; symbolic links are refused.
 */
public final class ImageDirectory {
    private static final String TABLES = "tables";
    private static final String POOL = "pool";
    private static final String PROCESS = "process.json";
    private static final int WRITABLE_BY_OTHERS = 022;

    private final Path path;
    private final boolean created;

    private ImageDirectory(Path path, boolean created) {
        this.path = path;
        this.created = created;
    }

    /**
     * Makes an empty image.
     *
     * @param directory absent, or an empty directory that belongs to this user
     * @throws ImageException when it is neither, or cannot be written
     */
    public static ImageDirectory createEmpty(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        boolean created = makeDirectory(path);
        ImageDirectory image = new ImageDirectory(path, created);
        checkUser(path); // before it is made private: root could write an image here, and nobody could resume it
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            makeSparse(image.poolFile(), Layout.ARENA_END);
            makeSparse(image.tablesFile(), Layout.TABLES_BYTES);
            try (MappedTables mapped = MappedTables.open(image.tablesFile(), true)) {
                mapped.tables().setHeaderWord("magic", Layout.IMAGE_MAGIC);
                mapped.tables().setHeaderNumber("version", Layout.IMAGE_VERSION);
                mapped.tables().setHeaderWord("tables_bytes", Layout.TABLES_BYTES);
                mapped.tables().setState(ImageState.EMPTY);
            }
            return image;
        } catch (FileAlreadyExistsException e) {
            // Another start was faster; its files are not ours to remove.
            throw new ImageException(notEmpty(path), e);
        } catch (IOException | ImageException e) {
            image.discard();
            throw new ImageException("cannot write an image in " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens an image that exists.
     *
     * @throws ImageException when there is none, it belongs to another user, or its header is not one of ours
     */
    public static ImageDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageException("no image in " + path + ": it does not exist");
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageException("no image in " + path + ": not a directory (symbolic links are refused)");
        }
        ImageDirectory image = new ImageDirectory(path, false);
        image.checkOwner(path);
        image.checkFile(image.tablesFile(), Layout.TABLES_BYTES);
        image.checkFile(image.poolFile(), Layout.ARENA_END);
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), false)) {
            if (mapped.tables().headerWord("magic") != Layout.IMAGE_MAGIC) {
                throw new ImageException(
                        image.tablesFile() + " is not an image: its first 8 bytes are not the magic number");
            }
            int version = mapped.tables().headerNumber("version");
            if (version != Layout.IMAGE_VERSION) {
                throw new ImageException(image.tablesFile() + " has format version " + version
                        + ", this build reads version " + Layout.IMAGE_VERSION);
            }
        }
        return image;
    }

    public Path path() {
        return path;
    }

    /** Application memory: a sparse file whose offsets are virtual addresses. */
    public Path poolFile() {
        return path.resolve(POOL);
    }

    /** Everything the runtime knows; see layout.h. */
    public Path tablesFile() {
        return path.resolve(TABLES);
    }

    /** Which process runs in the image: pid and start time, for controllers in other JVMs. */
    public Path processFile() {
        return path.resolve(PROCESS);
    }

    /** The image's state at this moment. */
    public ImageState state() {
        try (MappedTables mapped = MappedTables.open(tablesFile(), false)) {
            return mapped.tables().state();
        }
    }

    /** The kind of file system that it lies on, as {@code tmpfs} or {@code ext4}. */
    String fileSystem() {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException e) {
            throw new ImageException("cannot ask for the file system of " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks that the file system has room for a pool of this size.
     *
     * @throws ImageException with the free and the wanted size
     */
    void requireSpace(long poolBytes) {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < poolBytes) {
                throw new ImageException("not enough space for a pool of " + megabytes(poolBytes) + " in " + path + ": "
                        + megabytes(free) + " free; choose a smaller pool or another directory");
            }
        } catch (IOException e) {
            throw new ImageException("cannot ask for the free space of " + path + ": " + e.getMessage(), e);
        }
    }

    /** Removes the image's files, and its directory when {@link #createEmpty} made it. */
    void discard() {
        try {
            for (String name : new String[] {TABLES, POOL, PROCESS}) {
                Files.deleteIfExists(path.resolve(name));
            }
            if (created) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new ImageException("cannot remove the unused image in " + path + ": " + e.getMessage(), e);
        }
    }

    /** To resume an image is to run what is in it: nobody else may have put it there. */
    private void checkOwner(Path file) {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            checkUser(file);
            if ((mode & WRITABLE_BY_OTHERS) != 0) {
                throw new ImageException(file + " can be written by other users; take that right away");
            }
        } catch (IOException e) {
            throw new ImageException("cannot read the mode of " + file + ": " + e.getMessage(), e);
        }
    }

    private static void checkUser(Path file) {
        try {
            Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!user.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                throw new ImageException(file + " belongs to another user");
            }
        } catch (IOException e) {
            throw new ImageException("cannot read the owner of " + file + ": " + e.getMessage(), e);
        }
    }

    private void checkFile(Path file, long bytes) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ImageException("no image in " + path + ": it holds no file " + file.getFileName());
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ImageException("no image in " + path + ": " + file.getFileName()
                        + " is not a regular file (symbolic links are refused)");
            }
            checkOwner(file);
            if (Files.size(file) != bytes) {
                throw new ImageException(
                        file + " has " + Files.size(file) + " bytes, an image of this build has " + bytes);
            }
            if (!Files.isReadable(file) || !Files.isWritable(file)) {
                throw new ImageException(file + " cannot be read and written by this user");
            }
        } catch (IOException e) {
            throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean makeDirectory(Path path) {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                requireEmpty(path);
                return false;
            }
            Files.createDirectories(path.getParent());
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return true;
        } catch (IOException e) {
            throw new ImageException("cannot create the image directory " + path + ": " + reason(e), e);
        }
    }

    /** The message of these exceptions is but the file's name. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission to make " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " exists and is not a directory";
        }
        if (e instanceof NoSuchFileException missing) {
            return "the file system lets nobody make " + missing.getFile();
        }
        return e.getMessage();
    }

    private static void requireEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageException("image directory " + path + " is not a directory (symbolic links are refused)");
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw new ImageException(notEmpty(path));
            }
        }
        if (!Files.isWritable(path)) {
            throw new ImageException("image directory " + path + " is not writable");
        }
    }

    private static String notEmpty(Path path) {
        boolean used = ProcessIdentity.read(path.resolve(PROCESS))
                .filter(ProcessIdentity::isRunning)
                .isPresent();
        return "image directory " + path + " is not empty: "
                + (used ? "a program runs in it; name another" : "resume what is in it, remove it, or name another");
    }

    private static void makeSparse(Path file, long bytes) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
