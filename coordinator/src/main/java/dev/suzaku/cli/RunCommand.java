package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code suzaku run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Carries out a campaign and grades it.",
        footer = {"", "Example: suzaku run examples/memcached.yaml --seed 7 --json"})
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CAMPAIGN.yaml", description = "The campaign file.")
    private Path campaign;

    @Mixin
    private CampaignOptions options;

    @Override
    public Integer call() throws InterruptedException {
        return CampaignSession.run(campaign, options, "./suzaku run " + campaign);
    }
}
