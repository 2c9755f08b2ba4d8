package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a program as a shell does: a name without a slash in the directories of PATH, anything else from the working directory.
 *
 * @param path the value of PATH; an empty part means the working directory
 * @param workingDirectory where the program starts
 */
record ProgramLookup(String path, Path workingDirectory) {
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** With this process's PATH and working directory. */
    static ProgramLookup here() {
        String path = System.getenv("PATH");
        return new ProgramLookup(path == null ? USUAL_PATH : path, Path.of("").toAbsolutePath());
    }

    /**
     * The absolute path of a program.
     *
     * @throws BadInputException when PATH leads to no file of that name that this user may execute
     */
    Path find(String name) {
        if (name.isEmpty()) {
            throw new BadInputException("the name of the program is empty");
        }
        if (name.contains("/")) {
            return workingDirectory.resolve(name).normalize();
        }
        List<Path> files = Arrays.stream(path.split(":", -1))
                .map(directory -> workingDirectory.resolve(directory).resolve(name))
                .filter(Files::isRegularFile)
                .toList();
        return files.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        files.isEmpty()
                                ? "program " + name + " is in no directory of PATH (" + path + ")" + hint(name)
                                : "program " + files.get(0) + " is not executable"));
    }

    private String hint(String name) {
        return Files.isRegularFile(workingDirectory.resolve(name))
                ? "; the one in the working directory is ./" + name
                : "";
    }
}
