package dev.suzaku.cli;

import dev.suzaku.agent.TargetException;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.histories.HistoryFormatException;
import dev.suzaku.pmem.ImageException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. */
@Command(
        name = "suzaku",
        description = "Tells whether a program survives power failure, and proves it.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ShrinkCommand.class,
            SoakCommand.class,
            WppCommand.class,
            BenchCommand.class,
            CoordinatorCommand.class,
            AgentCommand.class,
            DoctorCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = SuzakuVersion.class,
        footer = {
            "",
            "Exit codes: 0 pass, 1 violation, 2 inconclusive, 3 two checkers disagree, 254 wrong arguments or input, 255 internal error.",
            "",
            "Example: suzaku run examples/memcached.yaml --seed 7"
        })
public final class Suzaku {
    private static final Class<?>[] BAD_INPUT = {
        BadInputException.class,
        HistoryFormatException.class,
        CheckException.class,
        ImageException.class,
        TargetException.class
    };

    public static void main(String[] args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.startsWith(ModelOption.OWN_CLASS))) {
            ExitGuard guard = ExitGuard.install();
            guard.exit(executeOrGiveUp(args));
        }
        System.exit(executeOrGiveUp(args));
    }

    /** Errors of the JVM end the process too: its other threads would keep it alive for ever. */
    private static int executeOrGiveUp(String[] args) {
        try {
            return execute(args);
        } catch (Error e) {
            System.err.println(
                    "suzaku: internal error: " + oneLine(String.valueOf(e)) + "; the log is " + LogFile.write(e));
            return ExitCode.INTERNAL_ERROR;
        }
    }

    /** @return the exit code */
    static int execute(String... args) {
        CommandLine line = new CommandLine(new Suzaku());
        line.registerConverter(CampaignOptions.AgentPlace.class, CampaignOptions.AgentPlace::named);
        line.setParameterExceptionHandler(Suzaku::wrongArguments);
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
        return line.execute(args);
    }

    private static int wrongArguments(CommandLine.ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(oneLine(complaint(exception)) + " (see " + name + " --help)");
        return ExitCode.BAD_INPUT;
    }

    /**
     * Where a command was to be named, what the parser calls an unmatched argument is an unknown command. An option that is missing and one that
     * is unknown are perhaps one that is misspelt.
     */
    private static String complaint(CommandLine.ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        Set<String> commands = command.getSubcommands().keySet();
        if (exception instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !commands.isEmpty()) {
            return "unknown command '" + unmatched.getUnmatched().get(0) + "'; there are "
                    + String.join(", ", commands);
        }
        Optional<String> unknown = exception instanceof CommandLine.MissingParameterException
                ? command.getUnmatchedArguments().stream()
                        .filter(word -> word.startsWith("-"))
                        .findFirst()
                : Optional.empty();
        return exception.getMessage()
                + unknown.map(option -> "; unknown option: '" + option + "'").orElse("");
    }

    private static int failed(Exception exception, CommandLine command) {
        PrintWriter err = command.getErr();
        for (Class<?> kind : BAD_INPUT) {
            if (kind.isInstance(exception)) {
                err.println("suzaku: " + oneLine(exception.getMessage()));
                return ExitCode.BAD_INPUT;
            }
        }
        err.println("suzaku: internal error: " + oneLine(String.valueOf(exception)) + "; the log is "
                + LogFile.write(exception));
        return ExitCode.INTERNAL_ERROR;
    }

    private static String oneLine(String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
