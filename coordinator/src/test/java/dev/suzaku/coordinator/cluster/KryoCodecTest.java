package dev.suzaku.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.esotericsoftware.kryo.KryoException;
import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.Finding;
import dev.suzaku.agent.Progress;
import dev.suzaku.agent.RunState;
import dev.suzaku.coordinator.Samples;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KryoCodecTest {
    private static final long ALLOCATION_MAX_BYTES = 8L * 1024 * 1024;

    private static ActorSystem<Void> system;
    private static KryoCodec codec;
    private static List<WireMessage> messages;

    @BeforeAll
    static void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "codec",
                ConfigFactory.parseString("akka.loglevel=OFF,akka.stdout-loglevel=OFF")
                        .withFallback(ConfigFactory.defaultReference()));
        codec = new KryoCodec(ActorRefResolver.get(system));
        ActorRef<AgentCommand> agent = system.systemActorOf(Behaviors.ignore(), "agent", Props.empty());
        messages = List.of(
                new AgentCommand.Carry(new AgentMessage.Start(Samples.control().spec(), "/store/c/r")),
                new AgentCommand.Cancel(new AgentMessage.Stop("c", "r")),
                new AgentCommand.Acknowledge("c", "r"),
                new AgentCommand.Lease("agent"),
                new AgentEvent.Alive("agent", "akka://suzaku@127.0.0.1:25530", 42, agent),
                new AgentEvent.Progressed("agent", new Progress("c", "r", RunState.CUTTING, 5, 10, 1, 2, 300)),
                new AgentEvent.Ended("agent", Samples.cleanReport()),
                new AgentEvent.Ended(
                        "agent",
                        Samples.report(
                                List.of(Samples.receipt(0, false)),
                                0,
                                false,
                                new Finding(Finding.Kind.VIOLATION, 0, "not recovered", "ein Ümläut"))),
                new AgentEvent.Failed("agent", "c", "r", "port taken", true));
    }

    @AfterAll
    static void stop() {
        system.terminate();
    }

    @Test
    void every_message_survives_the_way_there_and_back() {
        assertThat(messages)
                .allSatisfy(
                        message -> assertThat(codec.read(codec.write(message))).isEqualTo(message));
    }

    @Test
    void every_kind_of_message_is_in_this_test() {
        List<Class<?>> kinds = new ArrayList<>(Arrays.asList(AgentCommand.class.getPermittedSubclasses()));
        kinds.addAll(Arrays.asList(AgentEvent.class.getPermittedSubclasses()));

        assertThat(messages.stream().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void random_bytes_are_refused_without_large_allocations() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            readOrRefuse(bytes);
        }
    }

    @Test
    void damaged_messages_are_refused_or_read_as_messages_without_large_allocations() {
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = codec.write(messages.get(random.nextInt(messages.size())));
            for (int j = 0; j <= random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            refused += readOrRefuse(bytes);
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void every_truncation_of_every_message_is_refused() {
        for (WireMessage message : messages) {
            byte[] bytes = codec.write(message);
            for (int length = 0; length < bytes.length; length++) {
                byte[] prefix = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> codec.read(prefix)).isInstanceOf(KryoException.class);
            }
        }
    }

    @Test
    void bytes_after_a_message_are_refused() {
        byte[] bytes = codec.write(messages.get(0));

        assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("after the message");
    }

    @Test
    void oversized_messages_are_refused_both_ways() {
        WireMessage large = new AgentEvent.Failed("agent", "c", "r", "x".repeat(KryoCodec.MAX_BYTES), false);

        assertThatThrownBy(() -> codec.read(new byte[KryoCodec.MAX_BYTES + 1])).hasMessageContaining("at most");
        assertThatThrownBy(() -> codec.write(large)).isInstanceOf(KryoException.class);
    }

    /** @return 1 when the bytes were refused, 0 when they were a message */
    private static int readOrRefuse(byte[] bytes) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
        int refused = 0;
        try {
            assertThat(codec.read(bytes)).isInstanceOf(WireMessage.class);
        } catch (KryoException e) {
            refused = 1;
        }
        long allocated = thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(ALLOCATION_MAX_BYTES);
        return refused;
    }
}
