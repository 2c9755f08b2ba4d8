package dev.suzaku.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.Progress;
import dev.suzaku.agent.RunReport;
import dev.suzaku.agent.TargetException;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.campaign.CampaignFile;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.Evidence;
import dev.suzaku.coordinator.grading.Outcome;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunDirectory;
import dev.suzaku.coordinator.store.RunStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator with its own agent, whose runs are played by the tests. */
class CoordinatorServiceTest {
    private static final CampaignPlan PLAN = Samples.plan(7, true);
    private static final RunGrader GRADER = new RunGrader() {
        @Override
        public RunResult grade(PlannedRun run, RunDirectory directory, RunReport report) {
            return Samples.asExpected(run, report);
        }

        @Override
        public RunResult lost(PlannedRun run, RunDirectory directory, String reason) {
            return RunResult.of(run, new Evidence.Lost(reason));
        }
    };

    @TempDir
    private Path root;

    private final List<AgentMessage.Start> started = new CopyOnWriteArrayList<>();

    @Test
    void every_run_is_carried_out_once_and_in_order() throws Exception {
        List<RunResult> results =
                carryOut(start -> CoordinatorServiceTest::cleanReport).get(20, TimeUnit.SECONDS);

        assertThat(results).extracting(result -> result.plan().id()).containsExactlyElementsOf(ids());
        assertThat(started).extracting(AgentMessage.Start::run).containsExactlyElementsOf(ids());
        assertThat(results).filteredOn(result -> result.plan().isControl()).allMatch(RunResult::detected);
    }

    @Test
    void a_run_that_breaks_down_is_inconclusive_and_the_others_go_on() throws Exception {
        List<RunResult> results = carryOut(start -> start.run().equals("memcached-wpp-L1")
                        ? () -> {
                            throw new IllegalStateException("broke");
                        }
                        : CoordinatorServiceTest::cleanReport)
                .get(20, TimeUnit.SECONDS);

        assertThat(results.get(0).outcome().reason()).contains("agent failed").contains("broke");
        assertThat(results).hasSize(3);
        assertThat(results.get(2).detected()).isTrue();
    }

    @Test
    void an_error_in_a_run_is_told_and_keeps_nobody_waiting() throws Exception {
        List<RunResult> results = carryOut(start -> () -> {
                    throw new StackOverflowError("planted");
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(results)
                .allSatisfy(result -> assertThat(result.outcome().reason()).contains("agent failed", "planted"));
    }

    @Test
    void a_run_that_hangs_ends_inconclusive_although_its_agent_lives() throws Exception {
        String text = Samples.CAMPAIGN + "limits: {run_ms: 1000}\n";
        CampaignPlan plan = CampaignPlan.of(CampaignFile.parse(text, "sample.yaml"), 7, true);
        CountDownLatch cancelled = new CountDownLatch(1);
        RunnerFactory runners = (start, progress) -> new RunnerFactory.Runner() {
            @Override
            public RunReport run() {
                awaitForever(cancelled);
                throw new IllegalStateException("cancelled");
            }

            @Override
            public void cancel() {
                cancelled.countDown();
            }
        };
        Leases leases =
                new Leases(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(1));
        try (CoordinatorService coordinator = CoordinatorService.withEmbeddedAgent(GRADER, runners, leases)) {
            List<RunResult> results =
                    coordinator.submit(plan, directory(), new Silent()).get(20, TimeUnit.SECONDS);

            assertThat(results.get(0).outcome()).isEqualTo(Outcome.inconclusive("the run did not end in time"));
            assertThat(cancelled.getCount()).isZero();
        }
    }

    private static void awaitForever(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_target_that_cannot_be_started_ends_the_campaign_as_bad_input() {
        CompletableFuture<List<RunResult>> done = carryOut(start -> () -> {
            throw new TargetException("memcached is not installed");
        });

        assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(BadInputException.class)
                .hasMessage("memcached is not installed");
    }

    @Test
    void without_any_agent_a_campaign_ends_inconclusive() throws Exception {
        try (CoordinatorService coordinator = CoordinatorService.forAgents(0, Duration.ofSeconds(1), GRADER)) {
            List<RunResult> results =
                    coordinator.submit(PLAN, directory(), new Silent()).get(20, TimeUnit.SECONDS);

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.outcome().reason()).isEqualTo("no worker"));
        }
    }

    @Test
    void a_taken_port_is_bad_input() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> CoordinatorService.forAgents(taken.getLocalPort(), Duration.ofSeconds(1), GRADER))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    private interface Play {
        Supplier<RunReport> of(AgentMessage.Start start);
    }

    private CompletableFuture<List<RunResult>> carryOut(Play play) {
        RunnerFactory runners = (start, progress) -> {
            started.add(start);
            Supplier<RunReport> run = play.of(start);
            return new RunnerFactory.Runner() {
                @Override
                public RunReport run() {
                    RunReport report = run.get();
                    return named(report, start);
                }

                @Override
                public void cancel() {
                    started.remove(start);
                }
            };
        };
        CoordinatorService coordinator = CoordinatorService.withEmbeddedAgent(GRADER, runners);
        return coordinator
                .submit(PLAN, directory(), new Silent())
                .whenComplete((results, failure) -> CompletableFuture.runAsync(coordinator::close));
    }

    private static RunReport cleanReport() {
        return Samples.cleanReport();
    }

    private static RunReport named(RunReport report, AgentMessage.Start start) {
        return new RunReport(
                start.campaign(),
                start.run(),
                report.completed(),
                report.operations(),
                report.ok(),
                report.fail(),
                report.info(),
                report.cuts(),
                report.receipts(),
                report.inFlight(),
                report.cutsWithInFlight(),
                report.threadsInUser(),
                report.threadsInKernel(),
                report.recoveryMillis(),
                report.recoveryMedianMillis(),
                report.recoveryP99Millis(),
                report.recoveryMaxMillis(),
                report.lastEpochWrites(),
                report.lastEpochWritesObserved(),
                report.staleReadsPlanted(),
                report.elapsedMillis(),
                report.findings());
    }

    private CampaignDirectory directory() {
        return RunStore.open(root, Clock.systemUTC())
                .create(PLAN, Samples.CAMPAIGN, "again", JsonNodeFactory.instance.objectNode());
    }

    private static List<String> ids() {
        return PLAN.runs().stream().map(PlannedRun::id).toList();
    }

    /** Listens and says nothing. */
    private static final class Silent implements CampaignListener {
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
    }
}
