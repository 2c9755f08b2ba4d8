package dev.suzaku.architecture.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The text files of the repository: everything but what builds and runs leave behind, pictures and the licence's own text. */
final class SourceTree {

    private static final Set<String> LEFT_BY_RUNS_AT_ROOT =
            Set.of(".git", ".suzaku", "store", "target", ".idea", ".vscode");
    private static final Set<String> LEFT_BY_BUILDS_IN_MODULES = Set.of("target", "node_modules");
    private static final Set<String> NOT_OURS = Set.of("LICENSE");
    private static final List<String> BINARY =
            List.of(".png", ".ico", ".woff2", ".szh", ".zst", ".gz", ".jar", ".o", ".jsa");

    private SourceTree() {}

    /** The directory above the working directory that holds the launcher. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null
                && !(Files.isRegularFile(directory.resolve("suzaku"))
                        && Files.isDirectory(directory.resolve("coordinator")))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "the tests run outside the repository, in " + Path.of("").toAbsolutePath());
        }
        return directory;
    }

    static List<SourceFile> read(Path root) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return isLeftover(root.relativize(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile()
                        && !NOT_OURS.contains(name)
                        && !name.equals(".git")
                        && BINARY.stream().noneMatch(name::endsWith)) {
                    files.add(SourceFile.read(root, file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(SourceFile::path));
        return List.copyOf(files);
    }

    private static boolean isLeftover(Path directory) {
        String name = directory.getFileName().toString();
        return switch (directory.getNameCount()) {
            case 1 -> LEFT_BY_RUNS_AT_ROOT.contains(name);
            case 2 -> LEFT_BY_BUILDS_IN_MODULES.contains(name);
            default -> false;
        };
    }
}
