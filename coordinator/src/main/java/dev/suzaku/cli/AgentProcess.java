package dev.suzaku.cli;

import dev.suzaku.coordinator.cluster.AgentService;
import dev.suzaku.coordinator.store.CampaignDirectory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The agent in a JVM of its own, for `--agent own-jvm`. It ends with its coordinator, even if that is killed. */
final class AgentProcess implements AutoCloseable {
    private static final long STOP_WAIT_SECONDS = 5;

    private final Optional<Process> process;

    private AgentProcess(Optional<Process> process) {
        this.process = process;
    }

    /** What `agent` does. */
    static void serve(int coordinatorPort, boolean again) throws InterruptedException {
        Ports.require("--join", coordinatorPort);
        new AgentService(coordinatorPort, again, System.err::println).serve();
    }

    static AgentProcess startIf(boolean wanted, int coordinatorPort, CampaignDirectory campaign) {
        if (!wanted) {
            return new AgentProcess(Optional.empty());
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        File log = campaign.path().resolve("agent-jvm.log").toFile();
        try {
            return new AgentProcess(Optional.of(new ProcessBuilder(List.of(
                            java.toString(),
                            "-Dsuzaku.log=" + log,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Suzaku.class.getName(),
                            "agent",
                            "--join",
                            Integer.toString(coordinatorPort),
                            "--once"))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the agent's JVM with " + java + ": " + e.getMessage(), e);
        }
    }

    String description() {
        return process.map(started -> "agent in its own JVM, process " + started.pid())
                .orElse("agent in this JVM, process " + ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        process.ifPresent(AgentProcess::stop);
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
