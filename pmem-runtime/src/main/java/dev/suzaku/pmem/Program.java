package dev.suzaku.pmem;

import java.nio.file.Path;
import java.util.List;

/**
 * What to run. The environment is inherited from this process, without the variables that would change how the dynamic linker
 * treats the runtime's mappings ({@code LD_PRELOAD}, {@code LD_AUDIT}).
 *
 * @param executable the program file; a relative path is taken from the working directory
 * @param arguments arguments after argv[0]; argv[0] is the executable as given
 * @param workingDirectory where the program starts
 */
public record Program(Path executable, List<String> arguments, Path workingDirectory) {
    public Program {
        arguments = List.copyOf(arguments);
    }
}
