package dev.suzaku.coordinator.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.suzaku.agent.Progress;
import dev.suzaku.coordinator.campaign.CampaignFile;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.cluster.CampaignListener;
import dev.suzaku.coordinator.cluster.CoordinatorService;
import dev.suzaku.coordinator.grading.CampaignGrading;
import dev.suzaku.coordinator.grading.ResultJson;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out the small campaign {@code page.yaml}, as `suzaku run` would, and leaves it in a store. */
final class RealCampaign {
    private static final long SEED = 20_261_123;
    private static final long LIMIT_SECONDS = 150;
    private static final String COMMAND = "./suzaku run page.yaml --seed " + SEED;

    private RealCampaign() {}

    static void carryOut(CoordinatorService coordinator, RunStore store) throws Exception {
        String text = text();
        CampaignPlan plan = CampaignPlan.of(CampaignFile.parse(text, "page.yaml"), SEED, true);
        CampaignDirectory directory = store.create(plan, text, COMMAND, JsonNodeFactory.instance.objectNode());
        List<RunResult> results = coordinator.submit(plan, directory, SILENT).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        CampaignGrading grading = CampaignGrading.of(results);
        directory.writeResult(
                ResultJson.campaign(plan, results, grading, directory.path().toString(), COMMAND));
        store.finish(directory);
        assertThat(grading.outcome()).as(grading.reason()).isEqualTo(CampaignGrading.Grade.PASS);
    }

    private static String text() throws IOException {
        try (InputStream in = RealCampaign.class.getResourceAsStream("page.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final CampaignListener SILENT = new CampaignListener() {
        @Override
        public void agentJoined(String agent, long pid) {}

        @Override
        public void runStarted(PlannedRun run) {}

        @Override
        public void progressed(Progress progress) {}

        @Override
        public void checking(PlannedRun run) {}

        @Override
        public void runEnded(RunResult result) {}
    };
}
