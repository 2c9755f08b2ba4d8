package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that read an image and never change it. */
final class WppReadCommands {
    private WppReadCommands() {}

    /** {@code suzaku wpp inspect}. */
    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = "Says what is in an image: mappings, file descriptors, threads.",
            footer = {"", "Example: suzaku wpp inspect --image /dev/shm/image --json"})
    static final class Inspect implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "DIR", required = true, description = "The image.")
        private Path image;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            return WppImage.inspect(image, json);
        }
    }

    /** {@code suzaku wpp verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Says whether a resume would accept an image. Exit code 1 when it would not.",
            footer = {"", "Example: suzaku wpp verify --image /dev/shm/image"})
    static final class Verify implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "DIR", required = true, description = "The image.")
        private Path image;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            return WppImage.verify(image, json);
        }
    }
}
