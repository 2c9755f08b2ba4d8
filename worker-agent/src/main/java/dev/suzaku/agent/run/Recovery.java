package dev.suzaku.agent.run;

import dev.suzaku.agent.target.NotRecoveredException;
import dev.suzaku.agent.target.Target;
import dev.suzaku.agent.workload.Command;
import dev.suzaku.agent.workload.FirstReply;
import dev.suzaku.agent.workload.Key;
import dev.suzaku.agent.workload.Session;
import dev.suzaku.faults.Fidelity;

/** Brings the target up and waits for its first reply: listen() accepts connections before anything can answer. */
public final class Recovery {

    private static final long POLL_MICROS = 300;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Target target;
    private final FirstReply firstReply;
    private final Session probe;
    private final Key key;
    private final Patience patience;

    /**
     * @param probe asks until there is an answer, in case no client does
     * @param key what it asks for
     */
    public Recovery(Target target, FirstReply firstReply, Session probe, Key key, Patience patience) {
        this.target = target;
        this.firstReply = firstReply;
        this.probe = probe;
        this.key = key;
        this.patience = patience;
    }

    /**
     * Recovers after a cut. An image whose saving was cut short on purpose may be refused: that is what a target should do,
     * and there is no more to learn from the run.
     *
     * @return milliseconds from the call to the first reply; NaN when there was none
     */
    public double recover(Fidelity fidelity, Findings findings, long timeoutMillis) {
        long calledNanos = System.nanoTime();
        try {
            target.recover();
        } catch (NotRecoveredException e) {
            if (fidelity == Fidelity.L1_TORN) {
                findings.inconclusive("torn image refused", e.getMessage());
            } else {
                findings.violation("not recovered", e.getMessage());
            }
            return Double.NaN;
        }
        if (!awaitFirstReply(timeoutMillis)) {
            String why = target.isAlive() ? "no reply within " + timeoutMillis + " ms" : target.ending();
            findings.violation("not recovered", why);
            return Double.NaN;
        }
        return (firstReply.nanos() - calledNanos) / NANOS_PER_MILLI;
    }

    /** Waits for a first reply. @return false when the target died or the time was over */
    public boolean awaitFirstReply(long timeoutMillis) {
        patience.await(this::arrivedOrDead, timeoutMillis, POLL_MICROS);
        return firstReply.arrived();
    }

    private boolean arrivedOrDead() {
        if (!firstReply.arrived() && target.isAlive()) {
            probe.perform(Command.get(key));
        }
        return firstReply.arrived() || !target.isAlive();
    }
}
