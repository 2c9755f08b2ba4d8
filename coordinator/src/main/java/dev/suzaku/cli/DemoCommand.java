package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suzaku demo}: the main job. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Unmodified memcached loses power again and again, and a verdict says what survived.",
        footer = {"", "Example: suzaku demo --seed 7"})
final class DemoCommand implements Callable<Integer> {
    private static final Path CAMPAIGN = Path.of("examples", "memcached.yaml");

    @Mixin
    private CampaignOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Path home = Path.of(System.getProperty("suzaku.home", "."));
        Path campaign = Files.exists(CAMPAIGN) ? CAMPAIGN : home.resolve(CAMPAIGN);
        if (!Files.exists(campaign)) {
            throw new BadInputException("demo: " + campaign + " is missing; start it from the project's root");
        }
        return CampaignSession.run(campaign, options, "./suzaku demo");
    }
}
