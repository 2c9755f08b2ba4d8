package dev.suzaku.agent.run;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.workload.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the agent itself saw. Thread-safe. A run that saw something goes no further, so few are kept: the first ones name
 * the cause.
 */
public final class Findings implements Journal.Incidents {

    private static final int KEPT_MAX = 20;
    /** A detail may quote a value; a report has to fit into one message. */
    private static final int DETAIL_CHARACTERS_MAX = 1_000;

    private final RunLog log;
    private final BooleanSupplier cancelled;
    private final List<Finding> found = new ArrayList<>();
    private final long timeoutNanos;
    private volatile int cut = -1;
    private volatile boolean cutting;
    private volatile long cutNanos = System.nanoTime();
    private volatile boolean any;

    /**
     * @param timeoutMillis how long sessions wait for an answer
     * @param cancelled once true, nothing that is seen counts: the cancelling causes it
     */
    public Findings(RunLog log, long timeoutMillis, BooleanSupplier cancelled) {
        this.log = log;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.cancelled = cancelled;
    }

    /** A cut begins, which brings the target to a stand: on a busy machine that alone may take longer than an answer may. */
    public void cutBegins() {
        cutting = true;
    }

    /** The index of the latest cut, which is over; later findings follow it. */
    public void after(int latestCut) {
        cutNanos = System.nanoTime();
        cutting = false;
        cut = latestCut;
    }

    /** The target broke a promise. Before the first cut that says nothing about recovery: then it is INCONCLUSIVE. */
    public void violation(String reason, String detail) {
        add(cut < 0 ? Finding.Kind.INCONCLUSIVE : Finding.Kind.VIOLATION, reason, detail);
    }

    /** The run cannot tell. */
    public void inconclusive(String reason, String detail) {
        add(Finding.Kind.INCONCLUSIVE, reason, detail);
    }

    public boolean any() {
        return any;
    }

    /** Whether the target broke a promise. */
    public synchronized boolean violated() {
        return found.stream().anyMatch(finding -> finding.kind() == Finding.Kind.VIOLATION);
    }

    public synchronized List<Finding> list() {
        return List.copyOf(found);
    }

    /** No finding when the target stood still for a part of the time: no answer could come from it then. */
    @Override
    public void timedOut(int session, String function, String key) {
        if (cutting || System.nanoTime() - timeoutNanos < cutNanos) {
            log.line("session " + session + " waited for an answer to " + function + " " + key + " while a cut began");
            return;
        }
        violation("no progress", "session " + session + " got no answer to " + function + " " + key + " in time");
    }

    @Override
    public void malformed(int session, String function, String key, String message) {
        violation("malformed reply", "session " + session + ", " + function + " " + key + ": " + message);
    }

    private synchronized void add(Finding.Kind kind, String reason, String detail) {
        if (cancelled.getAsBoolean()) {
            return;
        }
        log.line("finding " + kind + " after cut " + cut + ": " + reason + ": " + detail);
        if (found.size() < KEPT_MAX) {
            String kept = detail.substring(0, Math.min(detail.length(), DETAIL_CHARACTERS_MAX));
            found.add(new Finding(kind, cut, reason, kept));
        }
        any = true;
    }
}
