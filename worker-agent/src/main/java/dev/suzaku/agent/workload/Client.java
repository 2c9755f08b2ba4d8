package dev.suzaku.agent.workload;

import dev.suzaku.agent.memcached.Item;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * A client: draws operations and carries them out one after the other until told to stop, during outages too. Runs in a
 * thread of its own.
 */
final class Client implements Runnable {

    /** Pause after an operation that could not be sent, so that an outage does not fill the history with refusals. */
    private static final long REFUSED_PAUSE_NANOS_MIN = 1_000_000;
    /** It doubles with every refusal up to this. */
    private static final long REFUSED_PAUSE_NANOS_MAX = 16_000_000;

    private final Session session;
    private final OperationMix mix;
    private final StaleReads staleReads;
    private final Gate gate;
    private final IntSupplier epoch;
    private final BooleanSupplier stopped;
    private int tokensEpoch;
    private long refusedPauseNanos = REFUSED_PAUSE_NANOS_MIN;

    Client(
            Session session,
            OperationMix mix,
            StaleReads staleReads,
            Gate gate,
            IntSupplier epoch,
            BooleanSupplier stopped) {
        this.session = session;
        this.mix = mix;
        this.staleReads = staleReads;
        this.gate = gate;
        this.epoch = epoch;
        this.stopped = stopped;
    }

    Session session() {
        return session;
    }

    /** Reads planted by this client; exact once its thread has ended. */
    long staleReadsPlanted() {
        return staleReads.planted();
    }

    @Override
    public void run() {
        try (session) {
            while (!stopped.getAsBoolean()) {
                gate.pass();
                if (!stopped.getAsBoolean()) {
                    once();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        int now = epoch.getAsInt();
        if (now != tokensEpoch) {
            mix.forgetTokens();
            tokensEpoch = now;
        }
        Command command = mix.next();
        Performed performed = session.perform(command);
        if (performed.outcome() == Outcome.FAIL) {
            LockSupport.parkNanos(refusedPauseNanos);
            refusedPauseNanos = Math.min(2 * refusedPauseNanos, REFUSED_PAUSE_NANOS_MAX);
            return;
        }
        refusedPauseNanos = REFUSED_PAUSE_NANOS_MIN;
        if (command.function().equals("gets") && performed.result() instanceof Value.Sequence taken) {
            String value = ((Value.Text) taken.items().get(0)).value();
            long token = ((Value.Whole) taken.items().get(1)).value();
            mix.learnToken(command.key(), new Item(value, token));
        }
    }
}
