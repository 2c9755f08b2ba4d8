package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.TargetException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that carries out one run and tells how it ended. */
final class RunThread {
    private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);
    private static final Duration CANCEL_WAIT = Duration.ofSeconds(10);

    private final String agent;
    private final AgentMessage.Start start;
    private final RunnerFactory.Runner runner;
    private final Consumer<AgentEvent> ended;
    private final Thread thread;

    RunThread(String agent, AgentMessage.Start start, RunnerFactory.Runner runner, Consumer<AgentEvent> ended) {
        this.agent = agent;
        this.start = start;
        this.runner = runner;
        this.ended = ended;
        this.thread = new Thread(this::carryOut, "run-" + start.run());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean is(String campaign, String run) {
        return start.campaign().equals(campaign) && start.run().equals(run);
    }

    void cancel() {
        runner.cancel();
    }

    /** Waits until nothing of the run is left, but not for ever: a machine that hangs must not keep the process. */
    void cancelAndWait() {
        runner.cancel();
        try {
            thread.join(CANCEL_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut() {
        ended.accept(end());
    }

    private AgentEvent end() {
        try {
            return new AgentEvent.Ended(agent, runner.run());
        } catch (TargetException e) {
            return failed(e.getMessage(), true);
        } catch (RuntimeException | Error e) {
            // errors too: an end that nobody hears of would keep the campaign waiting for ever
            LOG.error("run {} broke down", start.run(), e);
            return failed(e.toString(), false);
        }
    }

    private AgentEvent failed(String message, boolean badInput) {
        String line = message == null ? "no message" : message.replaceAll("\\s+", " ");
        return new AgentEvent.Failed(
                agent, start.campaign(), start.run(), line.substring(0, Math.min(line.length(), 1_000)), badInput);
    }
}
