package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku wpp cut}. */
@Command(
        name = "cut",
        mixinStandardHelpOptions = true,
        description = "Cuts the power of the program in an image; returns when it is gone and its image is complete.",
        footer = {"", "Example: suzaku wpp cut --image /dev/shm/image --fidelity L1 --json"})
final class WppCutCommand implements Callable<Integer> {
    @Option(names = "--image", paramLabel = "DIR", required = true, description = "The image of the running program.")
    private Path image;

    @Option(
            names = "--fidelity",
            paramLabel = "LEVEL",
            defaultValue = "L1",
            description = "How real: L0, L1, L1-torn or L1-lossy. Default: ${DEFAULT-VALUE}")
    private String fidelity;

    @Option(names = "--json", description = "Print the receipt as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        return WppProcess.cut(image, fidelity, json);
    }
}
