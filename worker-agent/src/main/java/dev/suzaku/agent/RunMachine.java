package dev.suzaku.agent;

import dev.suzaku.agent.run.ProgressTicker;
import dev.suzaku.agent.run.RunLog;
import dev.suzaku.agent.run.RunParts;
import dev.suzaku.agent.run.RunScript;
import dev.suzaku.agent.target.Target;
import dev.suzaku.agent.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Carries out one run.
 *
 * <pre>
 * PLANNED -> STARTING -> LOADING -> CUTTING -> RECOVERING -> AUDITING -+-> CLOSING -> DONE
 *                                      ^                               |
 *                                      +-------- next cut -------------+
 * </pre>
 *
 * From every state straight to DONE: when something was found, the run is over its time, or {@link #cancel()} was called.
 *
 * <p>Thread model: the thread that calls {@link #run()} is the machine's one thread; it alone changes state, cuts,
 * recovers and audits. Clients have a thread each and only carry out operations; progress is told by a thread of its own.
 * All of them have ended when {@code run()} returns.
 */
public final class RunMachine {

    private final RunSpec spec;
    private final Path directory;
    private final Consumer<Progress> progress;
    private final long operationsPlanned;
    private volatile RunState state = RunState.PLANNED;
    private volatile boolean cancelled;
    private RunParts running;

    /**
     * @param spec what to run
     * @param runDirectory where cuts.jsonl, history.szh, target.log and agent.log go; made when absent
     * @param progress called 5 to 20 times per second by one thread while the run lasts; must return quickly
     */
    public RunMachine(RunSpec spec, Path runDirectory, Consumer<Progress> progress) {
        this.spec = Objects.requireNonNull(spec);
        this.directory = Objects.requireNonNull(runDirectory);
        this.progress = Objects.requireNonNull(progress);
        this.operationsPlanned = spec.cuts().operationsBetweenMin()
                + spec.cuts().planned().stream()
                        .mapToLong(cut -> cut.afterOperations())
                        .sum();
    }

    /**
     * Runs to the end in the calling thread; when it returns or throws, nothing of the run is left running. To be called
     * once.
     *
     * @throws TargetException when the target cannot be started as asked (the command line's 254)
     */
    public RunReport run() {
        if (state != RunState.PLANNED) {
            throw new IllegalStateException("run " + spec.run() + " was started before");
        }
        state = RunState.STARTING;
        try (RunLog log = openLog()) {
            log.line("run " + spec);
            return run(log);
        } catch (IOException e) {
            throw new UncheckedIOException("run directory " + directory + ": " + e.getMessage(), e);
        } finally {
            state = RunState.DONE;
        }
    }

    /** Ends the run early; idempotent, from any thread. {@link #run()} then returns a report that is not completed. */
    public void cancel() {
        cancelled = true;
        synchronized (this) {
            if (running != null) {
                running.interrupt();
            }
        }
    }

    private RunReport run(RunLog log) throws IOException {
        Target target = Targets.open(spec, directory.resolve("target.log"));
        RunParts parts = new RunParts(spec, directory, target, log, () -> cancelled);
        setRunning(parts);
        try (parts;
                ProgressTicker ticker =
                        new ProgressTicker(spec.run() + "-progress", () -> progress.accept(now(parts)), log)) {
            new RunScript(parts, this::enter).playOrGiveUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.line("the run ends early: interrupted");
        } catch (RuntimeException e) {
            if (!cancelled) {
                log.line("the run failed: " + e);
                throw e;
            }
            log.line("cancelled in the middle of: " + e);
        } finally {
            setRunning(null);
        }
        RunReport report = report(parts);
        log.line(report.toString());
        state = RunState.DONE;
        progress.accept(now(parts));
        return report;
    }

    private RunReport report(RunParts parts) {
        long stale = parts.clients().staleReadsPlanted();
        return parts.tally()
                .report(
                        spec,
                        parts.counts(),
                        parts.keys(),
                        stale,
                        parts.findings().list());
    }

    private void enter(RunState next) {
        state = next;
    }

    private Progress now(RunParts parts) {
        return new Progress(
                spec.campaign(),
                spec.run(),
                state,
                parts.counts().all(),
                operationsPlanned,
                parts.tally().cuts(),
                spec.cuts().cuts(),
                parts.tally().elapsedMillis());
    }

    private synchronized void setRunning(RunParts parts) {
        running = parts;
    }

    private RunLog openLog() throws IOException {
        Files.createDirectories(directory);
        return RunLog.create(directory.resolve("agent.log"));
    }
}
