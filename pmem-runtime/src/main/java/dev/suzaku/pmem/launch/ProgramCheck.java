package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the runtime can run a program file: one clear message instead of a failure inside the process. */
public final class ProgramCheck {
    private static final int ELF_HEADER_BYTES = 20;
    private static final int BEGIN_BYTES = 256; // where the kernel looks for a script's first line
    private static final int ELF_MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int MACHINE_X86_64 = 62;
    private static final int SET_UID_OR_GID = 06000;

    private ProgramCheck() {}

    /**
     * The program's absolute path.
     *
     * @throws ImageException when there is no such program, or an image cannot carry it
     */
    public static Path check(Program program) {
        Path file = program.workingDirectory()
                .toAbsolutePath()
                .resolve(program.executable())
                .normalize();
        if (!Files.isDirectory(program.workingDirectory())) {
            throw new ImageException("working directory " + program.workingDirectory() + " does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new ImageException("program " + file + " does not exist or is not a file");
        }
        if (!Files.isExecutable(file)) {
            throw new ImageException("program " + file + " is not executable");
        }
        try {
            if (((Integer) Files.getAttribute(file, "unix:mode") & SET_UID_OR_GID) != 0) {
                throw new ImageException("program " + file + " is set-uid or set-gid, which an image cannot carry");
            }
            requireElf(file);
        } catch (IOException e) {
            throw new ImageException("cannot read program " + file + ": " + e.getMessage(), e);
        }
        return file;
    }

    private static void requireElf(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] begin = stream.readNBytes(BEGIN_BYTES);
            ByteBuffer header = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
            boolean elf = header.limit() >= ELF_HEADER_BYTES
                    && header.getInt(0) == ELF_MAGIC
                    && header.get(4) == CLASS_64
                    && header.getShort(18) == MACHINE_X86_64;
            if (!elf) {
                throw new ImageException("program " + file
                        + " is not an ELF program for x86-64 (scripts need their interpreter as program"
                        + ScriptLine.interpreter(begin)
                                .map(words -> ", as in: " + words + " " + file)
                                .orElse("")
                        + ")");
            }
        }
    }
}
