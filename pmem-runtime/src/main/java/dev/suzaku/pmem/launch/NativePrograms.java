package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The native programs, extracted from the class path once per JVM into a directory that only this user can enter:
 * {@code suzaku-UID} in {@code XDG_RUNTIME_DIR}, else in {@code java.io.tmpdir}. Files carry the hash of their content in their name,
 * so that JVMs of different builds can run side by side, and are compared with what the class path holds.
 */
public final class NativePrograms {
    private static final String RESOURCES = "/native/linux-x86-64/";
    private static NativePrograms extracted;

    private final Path directory;
    private final Path init;
    private final Path runtime;
    private final long runtimeBuild;

    private NativePrograms() throws IOException {
        this.directory = privateDirectory();
        byte[] initBytes = resource("suzaku-init");
        byte[] runtimeBytes = resource("suzaku-runtime");
        this.init = extract("suzaku-init", initBytes);
        this.runtime = extract("suzaku-runtime", runtimeBytes);
        this.runtimeBuild = identity(runtimeBytes);
    }

    /**
     * The programs, extracted at the first call.
     *
     * @throws ImageException when they cannot be extracted
     */
    public static synchronized NativePrograms get() {
        if (extracted == null) {
            try {
                extracted = new NativePrograms();
            } catch (IOException e) {
                throw new ImageException("cannot extract the native programs: " + e.getMessage(), e);
            }
        }
        return extracted;
    }

    public Path init() {
        return init;
    }

    public Path runtime() {
        return runtime;
    }

    /** Identity of the runtime: the first 8 bytes of the SHA-256 of its binary. */
    public long runtimeBuild() {
        return runtimeBuild;
    }

    /**
     * A program that the cut tester runs, extracted: {@code pthreads-glibc}, {@code counter-musl} ...
     *
     * @throws ImageException when this build does not hold it
     */
    public Path program(String name) {
        try {
            return extract(name, resource("programs/" + name));
        } catch (IOException e) {
            throw new ImageException(
                    "no program " + name + " in this build: " + e.getMessage()
                            + "; musl variants need musl-gcc (Debian package musl-tools) when it is built",
                    e);
        }
    }

    private static Path privateDirectory() throws IOException {
        String runtimeDirectory = System.getenv("XDG_RUNTIME_DIR");
        boolean usable = runtimeDirectory != null && Files.isWritable(Path.of(runtimeDirectory));
        Path parent = Path.of(usable ? runtimeDirectory : System.getProperty("java.io.tmpdir"));
        long user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path directory = parent.resolve("suzaku-" + user);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            createPrivate(directory);
        }
        boolean ours = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS) == user
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS))
                        .equals("rwx------");
        if (!ours) {
            throw new ImageException(directory + " is not a directory of this user with mode 0700; remove it");
        }
        return directory;
    }

    private static void createPrivate(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return; // another JVM of this user was faster; it is checked like any other
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NativePrograms.class.getResourceAsStream(RESOURCES + name)) {
            if (stream == null) {
                throw new IOException(
                        RESOURCES + name + " is not on the class path; build pmem-runtime on Linux x86-64");
            }
            return stream.readAllBytes();
        }
    }

    /** Named by content: JVMs of different builds share the directory, and none may swap another's runtime. */
    private Path extract(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name + "-" + HexFormat.of().toHexDigits(identity(bytes)));
        if (!Files.isExecutable(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Path fresh = Files.createTempFile(directory, name, ".new");
            Files.write(fresh, bytes);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static long identity(byte[] bytes) {
        return ByteBuffer.wrap(digest(bytes)).getLong();
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("this JVM lacks SHA-256", e));
        }
    }
}
