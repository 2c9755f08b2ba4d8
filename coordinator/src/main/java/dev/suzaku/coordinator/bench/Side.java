package dev.suzaku.coordinator.bench;

import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a program runs: as it is, or in the runtime. In both it gets a session and a directory of its own. */
enum Side {
    NATIVE {
        @Override
        MeasuredProcess start(Path directory, Map<String, String> environment, List<String> command)
                throws IOException {
            List<String> words = new ArrayList<>(List.of("setsid")); // becomes the program: same process id
            words.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(directory.resolve(MeasuredProcess.OUTPUT).toFile())
                    .redirectError(directory.resolve(MeasuredProcess.ERRORS).toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new MeasuredProcess(process.toHandle(), directory, process::waitFor, () -> {});
        }
    },
    RUNTIME {
        @Override
        MeasuredProcess start(Path directory, Map<String, String> environment, List<String> command) {
            if (!environment.isEmpty()) {
                throw new IllegalArgumentException("a program in the runtime has this process's environment");
            }
            Program program = new Program(Path.of(command.get(0)), command.subList(1, command.size()), directory);
            LaunchOptions options = LaunchOptions.defaults()
                    .withPoolBytes(POOL_BYTES)
                    .withDetach(true) // gives it a session
                    .withStreams(Streams.files(
                            directory.resolve(MeasuredProcess.OUTPUT), directory.resolve(MeasuredProcess.ERRORS)));
            PersistentProcess process =
                    PersistentProcess.start(ImageDirectory.createEmpty(directory.resolve("image")), program, options);
            ProcessHandle handle = ProcessHandle.of(process.pid())
                    .orElseThrow(() -> new IllegalStateException("process " + process.pid() + " ended at once"));
            return new MeasuredProcess(handle, directory, process::waitFor, process::close);
        }
    };

    private static final long POOL_BYTES = 8L << 30;

    /**
     * Starts a program.
     *
     * @param directory empty; gets the program's output, its files and its image
     * @param environment variables besides those of this process
     * @param command the program's path and arguments
     */
    abstract MeasuredProcess start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException;

    String label() {
        return this == NATIVE ? "native" : "runtime";
    }
}
