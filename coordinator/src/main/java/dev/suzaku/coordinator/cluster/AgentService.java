package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** An agent in a JVM of its own: joins a coordinator, and joins again when the coordinator was lost. */
public final class AgentService {
    /** The first port an agent tries for itself. */
    public static final int FIRST_PORT = 25_530;

    private final int coordinatorPort;
    private final boolean again;
    private final Consumer<String> told;

    /**
     * @param again false: end when the coordinator is lost
     * @param told gets one line for people now and then
     */
    public AgentService(int coordinatorPort, boolean again, Consumer<String> told) {
        this.coordinatorPort = coordinatorPort;
        this.again = again;
        this.told = told;
    }

    /** Serves until the coordinator is lost, or for ever; only an interrupt ends it then. */
    public void serve() throws InterruptedException {
        do {
            try (Node node = Node.startFrom(FIRST_PORT, guardian())) {
                node.join(coordinatorPort);
                told.accept("agent " + ProcessHandle.current().pid() + " on 127.0.0.1:" + node.port()
                        + ", coordinator 127.0.0.1:" + coordinatorPort);
                node.awaitStopped();
            }
            told.accept("no word from the coordinator at 127.0.0.1:" + coordinatorPort);
        } while (again);
    }

    private Behavior<Void> guardian() {
        return Behaviors.setup(context -> {
            ActorRef<AgentEvent> door = ActorRefResolver.get(context.getSystem())
                    .resolveActorRef(Node.actorPath(coordinatorPort, CoordinatorService.DOOR));
            String address =
                    Cluster.get(context.getSystem()).selfMember().address().toString();
            AgentActor.Identity identity =
                    new AgentActor.Identity(UUID.randomUUID().toString(), address);
            context.spawn(
                    AgentActor.create(
                            identity,
                            Leases.waitingForAgents(Duration.ZERO),
                            door,
                            RunnerFactory.MACHINES,
                            context.getSystem()::terminate),
                    "agent");
            return Behaviors.empty();
        });
    }
}
