package dev.suzaku.coordinator.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.remote.RemoteTransportException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.suzaku.coordinator.BadInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An actor system of the cluster on the loopback interface. */
public final class Node implements AutoCloseable {
    /** Where a coordinator service listens for agents unless told otherwise. */
    public static final int COORDINATOR_PORT = 25_520;
    /** Ports must stay below the ephemeral range, from which clients' own ends of connections are taken. */
    public static final int PORT_MAX = 32_767;

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String SYSTEM = "suzaku";
    private static final String HOST = "127.0.0.1";
    private static final long STOP_WAIT_SECONDS = 15;
    private static final int PORTS_TRIED = 100;

    private final ActorSystem<Void> system;

    private Node(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Starts a node on this port; the port being taken is a {@link BadInputException}. */
    static Node start(int port, Behavior<Void> guardian) {
        requireFree(port);
        try {
            return create(port, guardian);
        } catch (RemoteTransportException e) { // somebody took it after the look
            throw taken(port);
        }
    }

    private static Node create(int port, Behavior<Void> guardian) {
        Config config = ConfigFactory.parseMap(
                        Map.of("akka.remote.artery.canonical.port", port, "akka.remote.artery.bind.port", port))
                .withFallback(ConfigFactory.parseResources("suzaku-akka.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return new Node(ActorSystem.create(guardian, SYSTEM, config));
    }

    /** Starts a node on the first free port from this one on. */
    static Node startFrom(int firstPort, Behavior<Void> guardian) {
        for (int port = firstPort; port < firstPort + PORTS_TRIED && port <= PORT_MAX; port++) {
            if (!isFree(port)) {
                continue;
            }
            try {
                return create(port, guardian);
            } catch (RemoteTransportException e) { // somebody took it after the look: the next one
                LOG.debug("port {} was taken in the meantime", port, e);
            }
        }
        throw new BadInputException("no free port from " + firstPort + " on " + HOST + "; stop what holds them");
    }

    public ActorSystem<Void> system() {
        return system;
    }

    int port() {
        return Cluster.get(system).selfMember().address().getPort().orElseThrow();
    }

    String address() {
        return Cluster.get(system).selfMember().address().toString();
    }

    /** Forms a cluster with this node as its only member. */
    void joinSelf() {
        join(Cluster.get(system).selfMember().address());
    }

    void join(int coordinatorPort) {
        join(new Address("akka", SYSTEM, HOST, coordinatorPort));
    }

    private void join(Address address) {
        Cluster.get(system).manager().tell(Join.create(address));
    }

    static String actorPath(int port, String name) {
        return "akka://" + SYSTEM + "@" + HOST + ":" + port + "/user/" + name;
    }

    /** Takes a lost member out, so that the address may come back as a new one. Unknown addresses change nothing. */
    void down(String address) {
        Cluster cluster = Cluster.get(system);
        for (Member member : cluster.state().getMembers()) {
            if (member.address().toString().equals(address) && !member.equals(cluster.selfMember())) {
                cluster.manager().tell(new Down(member.address()));
            }
        }
    }

    /** Waits until the node has stopped by itself or was stopped. */
    void awaitStopped() throws InterruptedException {
        try {
            system.getWhenTerminated().toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.warn("the node stopped with an error", e);
        }
    }

    static void requireFree(int port) {
        if (!isFree(port)) {
            throw taken(port);
        }
    }

    private static BadInputException taken(int port) {
        return new BadInputException(
                "port " + port + " on " + HOST + " is taken; choose another one, or stop what holds it");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            return true;
        } catch (IOException e) {
            return false; // that it cannot be bound is the answer
        }
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the node did not stop cleanly", e);
        }
    }
}
