package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What an image remembers of an ELF file.
 *
 * @param build {@code build-id:HEX} from its note NT_GNU_BUILD_ID, of at most 32 bytes; without one, {@code sha256:HEX} of the file
 * @param interpreter its dynamic linker; empty for a static program
 */
record ElfFile(String build, Optional<Path> interpreter) {
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int PROGRAM_HEADERS_MAX = 64;
    private static final int SEGMENT_BYTES_MAX = 65_536;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int NT_GNU_BUILD_ID = 3;
    private static final int BUILD_ID_BYTES_MAX = 32;
    private static final int NOTE_HEADER_BYTES = 12;

    /**
     * Reads the headers and notes of a file.
     *
     * @throws ImageException when it cannot be read or is no ELF file for x86-64
     */
    static ElfFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = bytes(channel, 0, HEADER_BYTES);
            int count = Short.toUnsignedInt(header.getShort(56));
            if (header.getShort(54) != PROGRAM_HEADER_BYTES || count > PROGRAM_HEADERS_MAX) {
                throw new ImageException(file + " is not an ELF program for x86-64");
            }
            ByteBuffer headers = bytes(channel, header.getLong(32), count * PROGRAM_HEADER_BYTES);
            Optional<String> build = Optional.empty();
            Optional<Path> interpreter = Optional.empty();
            for (int i = 0; i < count; i++) {
                int at = i * PROGRAM_HEADER_BYTES;
                int type = headers.getInt(at);
                if (type == PT_NOTE || type == PT_INTERP) {
                    ByteBuffer content = bytes(channel, headers.getLong(at + 8), (int)
                            Math.min(Math.max(headers.getLong(at + 32), 0), SEGMENT_BYTES_MAX));
                    build = type == PT_NOTE && build.isEmpty() ? buildId(content) : build;
                    interpreter = type == PT_INTERP ? Optional.of(path(content)) : interpreter;
                }
            }
            return new ElfFile(build.isPresent() ? build.get() : hash(file), interpreter);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new ImageException("cannot read program " + file + ": " + e.getMessage(), e);
        }
    }

    /** The note of a segment: name size, description size, type, then both, each padded to 4 bytes. */
    private static Optional<String> buildId(ByteBuffer notes) {
        int at = 0;
        while (at + NOTE_HEADER_BYTES <= notes.limit()) {
            int name = notes.getInt(at);
            int length = notes.getInt(at + 4);
            if (name < 0 || length < 0 || name > notes.limit() || length > notes.limit()) {
                return Optional.empty();
            }
            int description = at + NOTE_HEADER_BYTES + padded(name);
            if (notes.getInt(at + 8) == NT_GNU_BUILD_ID && length <= BUILD_ID_BYTES_MAX) {
                byte[] id = new byte[length];
                notes.get(description, id);
                return Optional.of("build-id:" + HexFormat.of().formatHex(id));
            }
            at = description + padded(length);
        }
        return Optional.empty();
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static Path path(ByteBuffer content) {
        String text = StandardCharsets.UTF_8.decode(content).toString();
        return Path.of(text.substring(0, Math.max(text.indexOf(0), 0)));
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (offset < 0 || channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("it ends too early");
            }
        }
        return bytes.flip();
    }

    private static String hash(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(stream, digest).transferTo(OutputStream.nullOutputStream());
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JVM lacks SHA-256", e);
        }
    }
}
