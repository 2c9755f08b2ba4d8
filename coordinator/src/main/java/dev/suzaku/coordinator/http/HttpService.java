package dev.suzaku.coordinator.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.store.RunStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link StoreApi} and {@link StaticPage} on 127.0.0.1. Only GET and HEAD; requests for a foreign host name are refused, so that a
 * web page elsewhere cannot read the store by pointing its name at this machine.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");
    private static final int READERS = 4;
    /** The page loads nothing but its own files; also in web-ui/vite.config.ts, for pages served by others. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final StoreApi api;
    private final StaticPage page = new StaticPage();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, work -> {
        Thread thread = new Thread(work, "http-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerBinding binding;

    /** Starts serving; the port being taken is a {@link BadInputException}. */
    public static HttpService start(ActorSystem<?> system, RunStore store, int port) {
        return new HttpService(system, store, port);
    }

    private HttpService(ActorSystem<?> system, RunStore store, int port) {
        this.api = new StoreApi(store);
        try {
            this.binding = Http.get(system)
                    .newServerAt("127.0.0.1", port)
                    .bind(this::handle)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new BadInputException("port " + port + " on 127.0.0.1 is taken; choose another one with --port", e);
        }
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        return CompletableFuture.supplyAsync(() -> response(answer(request)), readers);
    }

    private Answer answer(HttpRequest request) {
        if (!HOSTS.contains(request.getUri().getHost().address())) {
            return Answer.error(403, "only requests for 127.0.0.1 or localhost are answered");
        }
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            return Answer.error(405, "only GET is answered");
        }
        try {
            String path = request.getUri().getPathString().replaceFirst("^/", "");
            if (path.equals("api") || path.startsWith("api/")) {
                List<String> parts = Arrays.asList(path.split("/", -1));
                Map<String, String> query = request.getUri().query().toMap();
                return api.get(parts.subList(1, parts.size()), query);
            }
            return page.get(path);
        } catch (RuntimeException e) {
            LOG.error("request {} broke down", request.getUri(), e);
            return Answer.error(500, "internal error; see the coordinator's log");
        }
    }

    private static HttpResponse response(Answer answer) {
        return HttpResponse.create()
                .withStatus(answer.status())
                .withEntity(HttpEntities.create(ContentTypes.parse(answer.type()), answer.body()))
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Content-Security-Policy", CONTENT_SECURITY_POLICY))
                .addHeader(RawHeader.create("X-Frame-Options", "DENY"))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
    }

    @Override
    public void close() {
        binding.unbind();
        readers.shutdownNow();
    }
}
