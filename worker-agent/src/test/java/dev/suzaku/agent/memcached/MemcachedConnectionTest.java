package dev.suzaku.agent.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against Debian's memcached. */
class MemcachedConnectionTest {

    private static MemcachedServer server;
    private MemcachedConnection connection;

    @BeforeAll
    static void start() throws IOException {
        server = new MemcachedServer();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        connection = server.connect();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void whatIsSetCanBeReadAndDeletedOnce() throws IOException {
        assertThat(connection.store("set", "a", "one")).isTrue();
        assertThat(connection.get("a")).contains(new Item("one", 0));
        assertThat(connection.delete("a")).isTrue();
        assertThat(connection.delete("a")).isFalse();
        assertThat(connection.get("a")).isEmpty();
    }

    @Test
    void addWantsAnAbsentKeyAndReplaceAPresentOne() throws IOException {
        assertThat(connection.store("replace", "b", "one")).isFalse();
        assertThat(connection.store("add", "b", "two")).isTrue();
        assertThat(connection.store("add", "b", "three")).isFalse();
        assertThat(connection.store("replace", "b", "four")).isTrue();
        assertThat(connection.get("b")).contains(new Item("four", 0));
    }

    @Test
    void casWantsTheTokenOfTheLatestGets() throws IOException {
        assertThat(connection.cas("c", "x", 1)).isEqualTo("NOT_FOUND");
        connection.store("set", "c", "one");
        long token = connection.gets("c").orElseThrow().token();
        assertThat(connection.cas("c", "two", token)).isEqualTo("STORED");
        assertThat(connection.cas("c", "three", token)).isEqualTo("EXISTS");
        assertThat(connection.get("c")).contains(new Item("two", 0));
    }

    @Test
    void decrStopsAtNoughtAndItsPaddingIsTakenOff() throws IOException {
        assertThat(connection.add("incr", "d", 1)).isEmpty();
        connection.store("set", "d", "100");
        assertThat(connection.add("decr", "d", 95)).hasValue(5);
        assertThat(connection.get("d")).contains(new Item("5", 0));
        assertThat(connection.add("incr", "d", 4)).hasValue(9);
        assertThat(connection.add("decr", "d", 1_000)).hasValue(0);
    }

    @Test
    void incrOfATextIsNoAnswerThatCountsAsOne() throws IOException {
        connection.store("set", "e", "text");
        assertThatThrownBy(() -> connection.add("incr", "e", 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("CLIENT_ERROR");
    }

    @Test
    void aValueLargerThanTheReadBufferComesBackWhole() throws IOException {
        String value = "0123456789".repeat(50_000);
        connection.store("set", "f", value);
        assertThat(connection.get("f").orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void aValueTheServerRefusesIsAServerErrorAndTheConnectionStaysUsable() throws IOException {
        assertThatThrownBy(() -> connection.store("set", "g", "x".repeat(1 << 20)))
                .isInstanceOf(ServerErrorException.class);
        assertThat(connection.get("g")).isEmpty();
        Map<String, String> blurring = ServerStats.read(connection).blurring();
        assertThat(blurring).containsKey("store_too_large");
    }

    @Test
    void theDumpHoldsEveryKeyWithItsToken() throws IOException {
        connection.store("set", "h:1", "one");
        connection.store("set", "h:2", "two");
        long token = connection.gets("h:2").orElseThrow().token();
        List<MetadumpEntry> dump = new java.util.ArrayList<>();
        for (String line : connection.metadump()) {
            dump.add(MetadumpEntry.parse(line));
        }
        assertThat(dump).extracting(MetadumpEntry::key).contains("h:1", "h:2");
        assertThat(dump).contains(new MetadumpEntry("h:2", token, -1));
        Awaitility.await("the crawler's thread has ended")
                .until(() -> "no".equals(connection.stats("settings").get("lru_crawler")));
    }

    @Test
    void theServerRunsWithNothingThatRemovesItemsByItself() throws IOException {
        assertThat(connection.stats("settings"))
                .containsEntry("evictions", "off")
                .containsEntry("slab_reassign", "no")
                .containsEntry("slab_automove", "0")
                .containsEntry("lru_maintainer_thread", "no")
                .containsEntry("udpport", "0")
                .containsEntry("num_threads", "4");
    }
}
