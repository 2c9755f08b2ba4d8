package dev.suzaku.agent.run;

import dev.suzaku.agent.memcached.MemcachedConnection;
import dev.suzaku.agent.memcached.ServerStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the server itself: are all its threads at work, and did nothing but clients remove items? */
public final class StatsCheck {

    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final int threads;
    private final Findings findings;

    public StatsCheck(InetSocketAddress address, int timeoutMillis, int threads, Findings findings) {
        this.address = address;
        this.timeoutMillis = timeoutMillis;
        this.threads = threads;
        this.findings = findings;
    }

    /** Counters that blur the verdict make the run INCONCLUSIVE. */
    public void requireNothingBlurred() {
        try (MemcachedConnection connection = MemcachedConnection.open(address, timeoutMillis)) {
            Map<String, String> blurring = ServerStats.read(connection).blurring();
            if (!blurring.isEmpty()) {
                findings.inconclusive("items went away without a client's asking", blurring.toString());
            }
        } catch (IOException e) {
            findings.violation("no progress", "stats before a cut or at the end: " + e.getMessage());
        }
    }

    /**
     * Every worker thread answers. Memcached deals new connections to its threads in turn, so as many consecutive ones as
     * there are threads reach each of them; call this while nobody else connects.
     */
    public void requireEveryThreadAnswers() {
        List<MemcachedConnection> connections = new ArrayList<>();
        try {
            for (int thread = 0; thread < threads; thread++) {
                connections.add(MemcachedConnection.open(address, timeoutMillis));
            }
            for (MemcachedConnection connection : connections) {
                long running = new ServerStats(connection.stats(""), Map.of()).number("threads");
                if (running != threads) {
                    findings.violation(
                            "no progress", "stats says " + running + " threads, " + threads + " were started");
                }
            }
        } catch (IOException e) {
            findings.violation(
                    "no progress",
                    "one of " + threads + " consecutive connections, one for each thread: " + e.getMessage());
        } finally {
            connections.forEach(MemcachedConnection::close);
        }
    }
}
