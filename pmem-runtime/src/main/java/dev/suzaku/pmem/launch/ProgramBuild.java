package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which build of a program and of its dynamic linker an image belongs to. An image holds the program's text, so it would run without the
 * file; but a program that was replaced since is most likely a mistake, and its children would execute the new one.
 */
public final class ProgramBuild {
    private static final int BUILD_BYTES = Layout.number("BUILD_BYTES");
    private static final int PROGRAM = Layout.number("image_header.program_build");
    private static final int INTERPRETER = Layout.number("image_header.interpreter_build");
    private static final int PROGRAM_PATH = Layout.number("image_header.program_path");
    private static final int PATH_BYTES = Layout.number("PATH_BYTES");

    private ProgramBuild() {}

    /** Notes the builds of a program that is about to start. */
    public static void note(Tables tables, Path program) {
        ElfFile file = ElfFile.read(program);
        store(tables, PROGRAM, file.build());
        store(
                tables,
                INTERPRETER,
                file.interpreter().map(path -> ElfFile.read(path).build()).orElse(""));
    }

    /**
     * Why the program's file is not the one of the image, in one line; empty when it is.
     *
     * @param tables of an image in which a program has started
     */
    public static Optional<String> refusal(Tables tables) {
        Path program = Path.of(tables.text(PROGRAM_PATH, PATH_BYTES));
        if (!Files.isRegularFile(program)) {
            return Optional.of("the program " + program + " of the image is no longer there");
        }
        try {
            ElfFile file = ElfFile.read(program);
            return other("program", program, tables.text(PROGRAM, BUILD_BYTES), file.build())
                    .or(() -> file.interpreter()
                            .flatMap(path -> other(
                                    "dynamic linker",
                                    path,
                                    tables.text(INTERPRETER, BUILD_BYTES),
                                    ElfFile.read(path).build())));
        } catch (ImageException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> other(String what, Path path, String ours, String now) {
        return ours.equals(now)
                ? Optional.empty()
                : Optional.of("the " + what + " " + path + " has been replaced: the image belongs to " + ours
                        + ", the file is " + now);
    }

    private static void store(Tables tables, int offset, String build) {
        byte[] bytes = build.getBytes(StandardCharsets.US_ASCII);
        tables.setBytes(offset, Arrays.copyOf(bytes, BUILD_BYTES));
    }
}
