package dev.suzaku.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku agent}. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Carries out runs for a coordinator on this machine, until it is interrupted.",
        footer = {"", "Example: suzaku agent --join 25520"})
final class AgentCommand implements Callable<Integer> {
    @Option(
            names = "--join",
            paramLabel = "PORT",
            defaultValue = "25520",
            description = "The coordinator's cluster port on 127.0.0.1. Default: ${DEFAULT-VALUE}")
    private int coordinatorPort;

    @Option(names = "--once", description = "End when the coordinator is lost, instead of waiting for it to come back.")
    private boolean once;

    @Override
    public Integer call() throws InterruptedException {
        AgentProcess.serve(coordinatorPort, !once);
        return ExitCode.PASS;
    }
}
