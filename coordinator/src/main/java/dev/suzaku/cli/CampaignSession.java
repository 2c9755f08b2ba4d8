package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.campaign.CampaignFile;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.cluster.CheckingGrader;
import dev.suzaku.coordinator.cluster.CoordinatorService;
import dev.suzaku.coordinator.grading.CampaignGrading;
import dev.suzaku.coordinator.grading.ResultJson;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One campaign from file to table, for `run`, `demo` and `coordinator --campaign`. */
final class CampaignSession {
    static final long SEED_MAX = (1L << 53) - 1;

    private static final Duration AGENT_WAIT = Duration.ofSeconds(20);

    private final CampaignPlan plan;
    private final CampaignDirectory directory;
    private final RunStore store;
    private final String command;
    private final ProgressReport progress;

    private CampaignSession(
            CampaignPlan plan, CampaignDirectory directory, RunStore store, String command, ProgressReport progress) {
        this.plan = plan;
        this.directory = directory;
        this.store = store;
        this.command = command;
        this.progress = progress;
    }

    /**
     * @param command the command without the seed
     * @return the exit code
     */
    static int run(Path file, CampaignOptions options, String command) throws InterruptedException {
        CampaignSession session = prepare(file, options, command);
        try (CoordinatorService coordinator = coordinator(options);
                AgentProcess agent = AgentProcess.startIf(options.ownJvm(), coordinator.port(), session.directory)) {
            session.progress.note(agent.description());
            return session.carryOut(coordinator, options.json());
        }
    }

    static CampaignSession prepare(Path file, CampaignOptions options, String command) {
        long seed = options.seed().orElseGet(CampaignSession::randomSeed);
        if (seed < 0 || seed > SEED_MAX) {
            throw new BadInputException("--seed must be 0 to " + SEED_MAX + ", is " + seed);
        }
        String text = CampaignFile.text(file);
        CampaignPlan plan = CampaignPlan.of(CampaignFile.parse(text, file.toString()), seed, options.plantBugs());
        Machine.requireTargets(plan);
        RunStore store = RunStore.open(options.store(), Clock.systemUTC());
        String repeat = command + " --seed " + seed + (options.plantBugs() ? "" : " --disable-planted-bugs");
        CampaignDirectory directory = store.create(plan, text, repeat, Machine.describe());
        LogFile.use(directory.log());
        ProgressReport progress = ProgressReport.onStderr(plan);
        progress.note("campaign " + directory.id() + ", seed " + seed);
        return new CampaignSession(plan, directory, store, repeat, progress);
    }

    private static CoordinatorService coordinator(CampaignOptions options) {
        return options.ownJvm()
                ? CoordinatorService.forAgents(0, AGENT_WAIT, new CheckingGrader())
                : CoordinatorService.withEmbeddedAgent(new CheckingGrader());
    }

    /** @return the exit code */
    int carryOut(CoordinatorService coordinator, boolean json) throws InterruptedException {
        List<RunResult> results = await(coordinator.submit(plan, directory, progress));
        CampaignGrading grading = CampaignGrading.of(results);
        ObjectNode result =
                ResultJson.campaign(plan, results, grading, directory.path().toString(), command);
        directory.writeResult(result);
        store.finish(directory);
        progress.end();
        System.out.println(json ? result.toPrettyString() : ResultTable.render(result));
        return grading.outcome().exitCode();
    }

    private List<RunResult> await(CompletableFuture<List<RunResult>> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            progress.end();
            if (e.getCause() instanceof BadInputException badInput) {
                store.finish(directory);
                throw badInput;
            }
            throw new IllegalStateException("the campaign broke down: " + e.getCause(), e.getCause());
        }
    }

    private static long randomSeed() {
        return new SecureRandom().nextLong() & SEED_MAX;
    }
}
