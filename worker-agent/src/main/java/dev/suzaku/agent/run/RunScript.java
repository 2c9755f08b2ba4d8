package dev.suzaku.agent.run;

import dev.suzaku.agent.Limits;
import dev.suzaku.agent.RunState;
import dev.suzaku.agent.TargetException;
import dev.suzaku.agent.memcached.ReadFlood;
import dev.suzaku.agent.target.CutFailedException;
import dev.suzaku.agent.workload.Session;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What happens in a run, in order: start, load, cut after cut with what follows each, final reads. For the run's thread.
 * Throws {@link GiveUpException} as soon as something was found or the run was cancelled.
 */
public final class RunScript {

    private static final long POLL_MICROS = 300;

    private final RunParts parts;
    private final Limits limits;
    private final Consumer<RunState> state;
    private long operationsBefore;
    private long aliveFromNanos;

    /** @param state told of every transition */
    public RunScript(RunParts parts, Consumer<RunState> state) {
        this.parts = parts;
        this.limits = parts.spec.limits();
        this.state = state;
    }

    /** Plays to the end, or until something was found; then the evidence is kept. */
    public void playOrGiveUp() throws InterruptedException {
        try {
            play();
        } catch (GiveUpException e) {
            parts.log.line("the run ends early: " + e.getMessage());
        }
        if (parts.findings.violated()) {
            parts.log.line("image kept: " + parts.target.keepEvidence());
        }
    }

    private void play() throws InterruptedException {
        start();
        state.accept(RunState.LOADING);
        parts.ballast.write(parts.patience);
        parts.clients.start(parts.spec.run());
        awaitEverySession(Long.MIN_VALUE);
        for (PlannedCut cut : parts.spec.cuts().planned()) {
            state.accept(RunState.CUTTING);
            awaitOperations(cut.afterOperations());
            parts.stats.requireNothingBlurred();
            parts.patience.require();
            cutAndRecover(cut);
        }
        state.accept(RunState.CLOSING);
        awaitOperations(parts.spec.cuts().operationsBetweenMin());
        finalReads();
        parts.patience.require();
        parts.tally.complete();
    }

    private void start() {
        state.accept(RunState.STARTING);
        aliveFromNanos = System.nanoTime();
        parts.firstReply.crashed(aliveFromNanos);
        parts.target.start();
        if (!parts.recovery.awaitFirstReply(limits.startMillis())) {
            if (!parts.target.isAlive()) {
                throw new TargetException("the target does not start: " + parts.target.ending());
            }
            // a slow machine is nobody's wrong input: the other runs of the campaign go on
            parts.findings.inconclusive("not started", "no reply within " + limits.startMillis() + " ms");
            parts.patience.require();
        }
    }

    private void awaitOperations(long count) {
        long enough = operationsBefore + count;
        parts.patience.awaitUntilRunEnds(() -> parts.counts.ok() >= enough || targetDied(), POLL_MICROS);
    }

    private boolean targetDied() {
        if (parts.target.isAlive()) {
            return false;
        }
        parts.findings.violation("died", "the target ended by itself: " + parts.target.ending());
        parts.patience.require();
        return true;
    }

    private void cutAndRecover(PlannedCut cut) throws InterruptedException {
        boolean audited = isAudited(cut);
        Receipt receipt = cut(cut);
        parts.firstReply.crashed(receipt.killedNanos());
        parts.recorder.crash(cut.index(), receipt.frozenEarliestNanos(), receipt.frozenLatestNanos());
        requireNoneDropped(receipt.frozenEarliestNanos());
        aliveFromNanos = receipt.killedNanos();
        parts.findings.after(cut.index());
        parts.clients.epoch(cut.index() + 1);
        parts.keys.crash();
        parts.idleSessions().forEach(Session::reconnect);
        // before the first thread was stopped: when the last one stands still, every client waits for one that stood
        // before
        int inFlight = parts.clients.inFlight(receipt.frozenEarliestNanos());
        parts.tally.cut(receipt, inFlight);
        parts.log.line("cut " + cut.index() + ": " + inFlight + " operations in flight, " + receipt);
        if (audited) {
            parts.clients.hold();
        }
        state.accept(RunState.RECOVERING);
        double millis = receipt.complete() ? recover(cut) : Double.NaN;
        parts.cutLog.write(receipt, inFlight, audited, millis);
        if (!receipt.complete()) {
            parts.findings.inconclusive("no receipt", "cut " + cut.index() + ": " + receipt.note());
        }
        parts.patience.require();
        afterRecovery(cut, receipt.killedNanos(), audited);
    }

    private Receipt cut(PlannedCut cut) {
        int threads = parts.spec.options().threads();
        int timeoutMillis = Math.toIntExact(limits.operationMillis());
        try (ReadFlood flood = ReadFlood.start(parts.target.address(), threads, timeoutMillis)) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(cut.extraDelayMicros()));
            parts.findings.cutBegins();
            return parts.target.cut(cut);
        } catch (IOException e) {
            parts.findings.violation("no progress", "flooding before cut " + cut.index() + ": " + e.getMessage());
            throw new GiveUpException("no progress");
        } catch (CutFailedException e) {
            parts.findings.inconclusive("no receipt", "cut " + cut.index() + ": " + e.getMessage());
            throw new GiveUpException("no receipt");
        }
    }

    private double recover(PlannedCut cut) {
        long calledNanos = System.nanoTime();
        double millis = parts.recovery.recover(cut.fidelity(), parts.findings, limits.recoveryMillis());
        if (!Double.isNaN(millis)) {
            parts.recorder.ready(cut.index(), calledNanos, parts.firstReply.nanos());
            parts.tally.recovered(millis);
            parts.log.line("recovered in " + millis + " ms");
        }
        return millis;
    }

    private void afterRecovery(PlannedCut cut, long deadNanos, boolean audited) throws InterruptedException {
        state.accept(RunState.AUDITING);
        if (audited) {
            awaitHeld();
            parts.audit.readEverything();
            parts.clients.release();
        } else {
            parts.audit.readOnce();
        }
        awaitEverySession(deadNanos);
        if (!parts.audit.answeredSince(deadNanos)) {
            parts.findings.violation("no progress", "an audit session has no answer after the cut");
        }
        parts.stats.requireEveryThreadAnswers();
        parts.ballast.compareSample(cut.seed());
        parts.patience.require();
        operationsBefore = parts.counts.ok();
    }

    /** Every client has had an answer since; otherwise recovery lost somebody. */
    private void awaitEverySession(long deadNanos) {
        boolean all = parts.patience.await(
                () -> parts.clients.unansweredSince(deadNanos).isEmpty() || targetDied(),
                limits.recoveryMillis(),
                POLL_MICROS);
        if (!all) {
            List<Integer> waiting = parts.clients.unansweredSince(deadNanos);
            parts.findings.violation(
                    "no progress", "no answer within " + limits.recoveryMillis() + " ms for sessions " + waiting);
            parts.patience.require();
        }
    }

    private void awaitHeld() throws InterruptedException {
        if (!parts.clients.awaitHeld(limits.recoveryMillis())) {
            parts.findings.violation(
                    "no progress", "a client's operation does not end within " + limits.recoveryMillis() + " ms");
            parts.patience.require();
        }
    }

    private void finalReads() throws InterruptedException {
        parts.clients.hold();
        awaitHeld();
        parts.audit.readEverything();
        parts.dump.compare(parts.keys.touched(), parts.ballast::owns, parts::session);
        parts.stats.requireNothingBlurred();
        requireNoneDropped(System.nanoTime());
    }

    /** A server that drops a connection leaves operations open that then explain anything: that must not be lenient. */
    private void requireNoneDropped(long aliveToNanos) {
        parts.lostConnections
                .droppedBetween(aliveFromNanos, aliveToNanos)
                .ifPresent(what -> parts.findings.violation("connection dropped", what));
    }

    /** Every second cut; the seed decides which. */
    private boolean isAudited(PlannedCut cut) {
        return (cut.index() + parts.spec.seed()) % 2 == 0;
    }
}
