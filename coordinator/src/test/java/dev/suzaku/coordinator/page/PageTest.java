package dev.suzaku.coordinator.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.cluster.CheckingGrader;
import dev.suzaku.coordinator.cluster.CoordinatorService;
import dev.suzaku.coordinator.http.HttpService;
import dev.suzaku.coordinator.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in headless Chromium: over a real campaign served by a real coordinator, and over made-up results for states that a real
 * campaign does not show on demand. Where Chromium or the built page is missing it is skipped, but it fails under CI and under
 * {@code ./suzaku test}, which bring both.
 */
class PageTest {
    private static final int FIRST_PORT = 17_400;
    private static final int LAST_PORT = 17_499;

    @TempDir
    Path directory;

    @BeforeAll
    static void everythingIsThere() {
        boolean chromium = Files.isExecutable(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")));
        boolean page = PageTest.class.getResource("/web-ui/index.html") != null;
        if (System.getenv("CI") != null || System.getenv("SUZAKU_TEST") != null) {
            assertThat(chromium).as("chromium is installed").isTrue();
            assertThat(page).as("the page is built").isTrue();
        }
        assumeTrue(chromium, "chromium is not installed; ./suzaku test installs it");
        assumeTrue(page, "the page is not built; ./suzaku test or mvn -Pweb builds it");
    }

    @Test
    void thePageShowsWhatTheApiSaysOfARealCampaign() throws Exception {
        RunStore store = RunStore.open(directory.resolve("store"), Clock.systemUTC());
        try (CoordinatorService coordinator = CoordinatorService.withEmbeddedAgent(new CheckingGrader())) {
            RealCampaign.carryOut(coordinator, store);
            try (HttpService http = serve(coordinator, store)) {
                String address = "http://127.0.0.1:" + http.port() + "/";
                PageScript.passes("e2e", Map.of("SUZAKU_URL", address), directory.resolve("e2e.log"));
            }
        }
    }

    @Test
    void thePageShowsEveryStateOfACampaign() throws Exception {
        PageScript.passes("e2e:states", Map.of(), directory.resolve("states.log"));
    }

    private static HttpService serve(CoordinatorService coordinator, RunStore store) {
        BadInputException taken = null;
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            try {
                return HttpService.start(coordinator.system(), store, port);
            } catch (BadInputException e) {
                taken = e;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + LAST_PORT, taken);
    }
}
