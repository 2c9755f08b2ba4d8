package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.grading.RunResult;
import dev.suzaku.coordinator.store.CampaignDirectory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A coordinator: carries out campaigns on its own agent or on agents that join. Thread-safe. */
public final class CoordinatorService implements AutoCloseable {
    static final String DOOR = "agents";

    private static final int EMBEDDED_FIRST_PORT = 25_600;

    private final Node node;
    private final ActorRef<CoordinatorCommand> coordinator;
    private final ExecutorService gradingThread;

    private record Started(Node node, ActorRef<CoordinatorCommand> coordinator, ActorRef<AgentEvent> door) {}

    private CoordinatorService(Started started, ExecutorService gradingThread) {
        this.node = started.node();
        this.coordinator = started.coordinator();
        this.gradingThread = gradingThread;
    }

    /** A coordinator with an agent in the same JVM, on the first free port. */
    public static CoordinatorService withEmbeddedAgent(RunGrader grader) {
        return withEmbeddedAgent(grader, RunnerFactory.MACHINES);
    }

    static CoordinatorService withEmbeddedAgent(RunGrader grader, RunnerFactory runners) {
        return withEmbeddedAgent(grader, runners, Leases.waitingForAgents(Duration.ofSeconds(10)));
    }

    static CoordinatorService withEmbeddedAgent(RunGrader grader, RunnerFactory runners, Leases leases) {
        ExecutorService grading = gradingThread();
        Started started = start(0, leases, grader, grading);
        AgentActor.Identity identity = new AgentActor.Identity(UUID.randomUUID().toString(), "");
        started.node()
                .system()
                .systemActorOf(
                        AgentActor.create(identity, leases, started.door(), runners, () -> {}), "agent", Props.empty());
        return new CoordinatorService(started, grading);
    }

    /** A coordinator that agents in other JVMs join. @param port 0: the first free one */
    public static CoordinatorService forAgents(int port, Duration agentWait, RunGrader grader) {
        ExecutorService grading = gradingThread();
        return new CoordinatorService(start(port, Leases.waitingForAgents(agentWait), grader, grading), grading);
    }

    private static Started start(int port, Leases leases, RunGrader grader, ExecutorService grading) {
        CompletableFuture<ActorRef<CoordinatorCommand>> coordinator = new CompletableFuture<>();
        CompletableFuture<ActorRef<AgentEvent>> door = new CompletableFuture<>();
        CompletableFuture<Node> self = new CompletableFuture<>();
        Behavior<Void> guardian = Behaviors.setup(context -> {
            ActorRef<CoordinatorCommand> actor = context.spawn(
                    CoordinatorActor.create(
                            leases, grader, grading, address -> self.thenAccept(node -> node.down(address))),
                    "coordinator");
            coordinator.complete(actor);
            door.complete(context.spawn(doorTo(actor), DOOR));
            return Behaviors.empty();
        });
        Node node = port == 0 ? Node.startFrom(EMBEDDED_FIRST_PORT, guardian) : Node.start(port, guardian);
        self.complete(node);
        node.joinSelf();
        return new Started(node, coordinator.join(), door.join());
    }

    /** The only actor that agents know. */
    private static Behavior<AgentEvent> doorTo(ActorRef<CoordinatorCommand> coordinator) {
        return Behaviors.receiveMessage(event -> {
            coordinator.tell(new CoordinatorCommand.FromAgent(event));
            return Behaviors.same();
        });
    }

    private static ExecutorService gradingThread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "grading");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Carries out a campaign after those submitted before.
     *
     * @return the results in the plan's order; fails with a {@code BadInputException} when the target cannot be started as asked
     */
    public CompletableFuture<List<RunResult>> submit(
            CampaignPlan plan, CampaignDirectory directory, CampaignListener listener) {
        CampaignJob job = new CampaignJob(plan, directory, listener);
        coordinator.tell(new CoordinatorCommand.Submit(job));
        return job.done();
    }

    public ActorSystem<Void> system() {
        return node.system();
    }

    /** The cluster port. */
    public int port() {
        return node.port();
    }

    @Override
    public void close() {
        node.close();
        gradingThread.shutdownNow();
    }
}
