package dev.suzaku.cli;

import dev.suzaku.coordinator.cluster.CheckingGrader;
import dev.suzaku.coordinator.cluster.CoordinatorService;
import dev.suzaku.coordinator.http.HttpService;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What `coordinator` does. */
final class CoordinatorProcess {
    private static final Duration AGENT_WAIT = Duration.ofMinutes(10);
    private static final int CAMPAIGNS_SHOWN = 10;

    private CoordinatorProcess() {}

    static int serve(int port, int clusterPort, Optional<Path> campaign, CampaignOptions options)
            throws InterruptedException {
        Ports.require("--port", port);
        Ports.require("--cluster-port", clusterPort);
        RunStore store = RunStore.open(options.store(), Clock.systemUTC());
        Optional<CampaignSession> session =
                campaign.map(file -> CampaignSession.prepare(file, options, "./suzaku run " + file));
        if (session.isEmpty()) {
            LogFile.use(store.root().resolve("coordinator.log"));
        }
        try (CoordinatorService coordinator =
                        CoordinatorService.forAgents(clusterPort, AGENT_WAIT, new CheckingGrader());
                HttpService http = HttpService.start(coordinator.system(), store, port)) {
            System.err.println("page and API: http://127.0.0.1:" + http.port() + "/");
            System.err.println("agents join with: suzaku agent --join " + coordinator.port());
            list(store);
            if (session.isPresent()) {
                session.get().carryOut(coordinator, options.json());
            }
            new CountDownLatch(1).await(); // until the process is told to end
            return ExitCode.PASS;
        }
    }

    /** What an earlier coordinator left behind is there again; what it did not finish says so. */
    private static void list(RunStore store) {
        System.err.println("campaigns in " + store.root() + ":");
        store.campaigns().stream()
                .limit(CAMPAIGNS_SHOWN)
                .map(CampaignDirectory::json)
                .forEach(json -> System.err.println("  " + json.path("store").asText() + "  "
                        + json.path("outcome").asText() + "  "
                        + json.path("reason").asText().lines().findFirst().orElse("")));
    }
}
