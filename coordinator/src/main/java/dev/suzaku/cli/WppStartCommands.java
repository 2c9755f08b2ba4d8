package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that start a process: clean, or from an image. */
final class WppStartCommands {
    private WppStartCommands() {}

    /** {@code suzaku wpp run}. */
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = {
                "Clean start of a program in a new image.",
                "In the foreground it has this terminal's streams and its exit code; a cut ends it with 137, a signal with 128"
                        + " and its number.",
                "Ctrl-C, and a signal to the whole process group as `timeout` sends it, end the program itself, unsaved;"
                        + " `kill PID` of this command cuts the power and leaves an image that can be resumed."
            },
            footer = {"", "Example: suzaku wpp run --image /dev/shm/image -- memcached -u nobody -t 4"})
    static final class Run implements Callable<Integer> {
        @Option(
                names = "--image",
                paramLabel = "DIR",
                required = true,
                description = "Empty or absent directory for the image.")
        private Path image;

        @Option(
                names = "--pool",
                paramLabel = "SIZE",
                defaultValue = "1GiB",
                description = "Most memory that the program may use, as 512MiB or 4GiB (default ${DEFAULT-VALUE}).")
        private String pool;

        @Option(
                names = "--detach",
                description = "Return when the program runs; its output goes to DIR.out and DIR.err.")
        private boolean detach;

        @Parameters(
                paramLabel = "PROGRAM [ARG...]",
                arity = "1..*",
                description = "The program, which is looked up in PATH, and its arguments, after --.")
        private List<String> program;

        @Override
        public Integer call() throws InterruptedException {
            return WppProcess.run(image, PoolSize.bytes(pool), detach, program);
        }
    }

    /** {@code suzaku wpp resume}. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {
                "Restart after failure: the program goes on from where the cut hit it.",
                "Ctrl-C, and a signal to the whole process group as `timeout` sends it, end the program itself, unsaved;"
                        + " `kill PID` of this command cuts the power and leaves an image that can be resumed."
            },
            footer = {"", "Example: suzaku wpp resume --image /dev/shm/image --detach"})
    static final class Resume implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "DIR", required = true, description = "The image that a cut left.")
        private Path image;

        @Option(names = "--detach", description = "Return when the program runs again.")
        private boolean detach;

        @Override
        public Integer call() throws InterruptedException {
            return WppProcess.resume(image, detach);
        }
    }
}
