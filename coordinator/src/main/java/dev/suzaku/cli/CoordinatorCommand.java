package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suzaku coordinator}. */
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the page and the API on 127.0.0.1, and carries out campaigns on the agents that join.",
            "Runs until it is interrupted."
        },
        footer = {
            "",
            "Example: suzaku coordinator --store store",
            "Example: suzaku coordinator --campaign examples/memcached.yaml   (and elsewhere: suzaku agent)"
        })
final class CoordinatorCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7070",
            description = "HTTP port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            defaultValue = "25520",
            description = "Where agents join. Default: ${DEFAULT-VALUE}")
    private int clusterPort;

    @Option(names = "--campaign", paramLabel = "FILE", description = "Carry out this campaign on the agents that join.")
    private Optional<Path> campaign = Optional.empty();

    @Mixin
    private CampaignOptions options;

    @Override
    public Integer call() throws InterruptedException {
        return CoordinatorProcess.serve(port, clusterPort, campaign, options);
    }
}
