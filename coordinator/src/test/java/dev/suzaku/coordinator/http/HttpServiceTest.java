package dev.suzaku.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.JsonStyle;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.store.CampaignDirectory;
import dev.suzaku.coordinator.store.RunStore;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.HistoryRecorder;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServiceTest {
    private static final String RUN = "memcached-wpp-L1";
    private static final int FIRST_PORT = 17_070;

    @TempDir
    private static Path root;

    private static ActorSystem<Void> system;
    private static RunStore store;
    private static HttpService service;
    private static CampaignDirectory campaign;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "http",
                ConfigFactory.parseString("akka.actor.provider=local")
                        .withFallback(ConfigFactory.parseResources("suzaku-akka.conf"))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        store = RunStore.open(root, Clock.systemUTC());
        campaign =
                store.create(Samples.plan(7, true), Samples.CAMPAIGN, "again", JsonNodeFactory.instance.objectNode());
        writeHistory(campaign.path().resolve(RUN).resolve("history.szh"));
        service = onFreePort(FIRST_PORT);
    }

    @AfterAll
    static void stop() {
        service.close();
        system.terminate();
    }

    /** Ten sets, one per millisecond from the first on, each half a millisecond long; a crash and a recovery; one pending set. */
    private static void writeHistory(Path file) {
        AtomicLong clock = new AtomicLong(5_000_000_000L);
        try (HistoryRecorder recorder = HistoryRecorder.create(file, HistoryHeader.of(RUN, "kv", 1), clock::get)) {
            for (int i = 0; i < 10; i++) {
                long operation = recorder.invoke(i % 2, "set", "k" + i % 2, new Value.Text("v" + i));
                clock.addAndGet(500_000);
                recorder.complete(operation, Outcome.OK, new Value.Text("STORED"));
                clock.addAndGet(500_000);
            }
            recorder.crash(0, clock.get(), clock.get() + 10);
            recorder.ready(0, clock.get() + 20, clock.get() + 30);
            clock.addAndGet(1_000);
            recorder.invoke(0, "set", "k0", new Value.Text("pending"));
        }
    }

    private static HttpService onFreePort(int first) {
        for (int port = first; ; port++) {
            try {
                return HttpService.start(system, store, port);
            } catch (BadInputException e) {
                assertThat(port).as("a free port").isLessThan(first + 100);
            }
        }
    }

    @Test
    void campaigns_are_listed_newest_first() throws Exception {
        JsonNode list = json("/api/campaigns");

        assertThat(list).hasSize(1);
        assertThat(list.at("/0/name").asText()).isEqualTo(campaign.id());
        assertThat(list.at("/0/runs").asInt()).isEqualTo(3);
        assertThat(list.at("/0/outcome").asText()).isEqualTo("RUNNING");
    }

    @Test
    void a_campaign_and_a_run_are_served() throws Exception {
        assertThat(json("/api/campaigns/" + campaign.id()).at("/runs/0/state").asText())
                .isEqualTo("running");
        JsonNode run = json("/api/campaigns/" + campaign.id() + "/runs/" + RUN);
        assertThat(run.at("/spec/spec/run").asText()).isEqualTo(RUN);
        assertThat(run.path("verdict").isNull()).isTrue();
        assertThat(run.path("cuts").isArray()).isTrue();
    }

    @Test
    void a_slice_of_a_history_counts_time_from_the_first_event() throws Exception {
        JsonNode all = json(history(""));
        assertThat(all.path("operations")).hasSize(11);
        assertThat(all.at("/operations/0/invoke_ns").asLong()).isZero();
        assertThat(all.at("/operations/10/return_ns").isNull()).isTrue();
        assertThat(all.at("/cuts/0/crash_earliest_ns").asLong()).isEqualTo(10_000_000);
        assertThat(all.path("end_ns").asLong()).isEqualTo(10_001_000);
        assertThat(all.path("sessions")).hasSize(2);
        assertThat(all.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void a_slice_holds_what_touches_its_window_its_key_and_its_limit() throws Exception {
        assertThat(json(history("?from_ns=2500000&to_ns=4000000")).path("operations"))
                .extracting(operation -> operation.path("index").asInt())
                .containsExactly(2, 3, 4);
        assertThat(json(history("?key=k1")).path("operations")).hasSize(5);
        JsonNode limited = json(history("?limit=3"));
        assertThat(limited.path("operations")).hasSize(3);
        assertThat(limited.path("truncated").asBoolean()).isTrue();
        assertThat(limited.path("cuts")).hasSize(1);
    }

    @Test
    void wrong_parameters_are_a_400_that_says_why() throws Exception {
        for (String query : List.of("?limit=5001", "?limit=-1", "?from_ns=x", "?to_ns=1e9")) {
            HttpResponse<String> response = get(history(query));
            assertThat(response.statusCode()).as(query).isEqualTo(400);
            assertThat(new ObjectMapper()
                            .readTree(response.body())
                            .path("error")
                            .asText())
                    .contains("must be");
        }
    }

    @Test
    void what_is_not_there_is_a_404_in_json() throws Exception {
        for (String path : List.of(
                "/api",
                "/api/",
                "/api/campaigns/",
                "/api/campaigns/none",
                "/api/campaigns/" + campaign.id() + "/runs/none",
                "/api/campaigns/" + campaign.id() + "/runs/control-no-persistence/history",
                "/api/campaigns/" + campaign.id() + "/runs/" + RUN + "/history/more",
                "/api/campaigns/..%2f..",
                "/api/campaigns/%2e%2e/runs/x",
                "/missing.js")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(new ObjectMapper()
                            .readTree(response.body())
                            .path("error")
                            .asText())
                    .as(path)
                    .isNotEmpty();
        }
    }

    @Test
    void paths_that_lead_out_of_the_page_find_nothing() throws Exception {
        for (String path : List.of(
                "/../dev/suzaku/coordinator/campaign.schema.json",
                "/%2e%2e/suzaku-akka.conf",
                "/..%5csuzaku-akka.conf",
                "//etc/passwd",
                "/assets/../../logback.xml",
                "/.hidden.js")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .matches("(?s)HTTP/1.1 40[04] .*")
                    .doesNotContain("akka {");
        }
    }

    @Test
    void the_start_page_is_served_with_its_policy() throws Exception {
        HttpResponse<String> response = get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void other_hosts_and_other_methods_are_refused() throws Exception {
        assertThat(raw("GET /api/campaigns HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(
                        raw(
                                "POST /api/campaigns HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    @Test
    void a_taken_port_is_bad_input() {
        assertThatThrownBy(() -> HttpService.start(system, store, service.port()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("port " + service.port() + " on 127.0.0.1 is taken");
    }

    private static String history(String query) {
        return "/api/campaigns/" + campaign.id() + "/runs/" + RUN + "/history" + query;
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonStyle.checked(response.body());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.port() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** For requests that an honest client cannot send. */
    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", service.port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
