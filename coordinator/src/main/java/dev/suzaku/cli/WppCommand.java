package dev.suzaku.cli;

import picocli.CommandLine.Command;

/** {@code suzaku wpp}: whole-process persistence by hand. */
@Command(
        name = "wpp",
        mixinStandardHelpOptions = true,
        description = "Runs an unmodified program in persistent memory, cuts its power, resumes it.",
        subcommands = {
            WppStartCommands.Run.class,
            WppCutCommand.class,
            WppStartCommands.Resume.class,
            WppReadCommands.Inspect.class,
            WppReadCommands.Verify.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: suzaku wpp run --image /dev/shm/counter --detach -- memcached -u nobody"})
final class WppCommand {}
