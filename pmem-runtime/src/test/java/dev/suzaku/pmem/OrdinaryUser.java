package dev.suzaku.pmem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A controller in a JVM of its own, meant to run as an ordinary user: {@code SCRATCH PROGRAM CUTS SEED ROUNDS} cuts a pthread program and
 * prints what it found as {@code name value} lines.
 */
final class OrdinaryUser {
    private OrdinaryUser() {}

    public static void main(String[] words) throws Exception {
        Path scratch = Path.of(words[0]);
        int cuts = Integer.parseInt(words[2]);
        Path output = scratch.resolve("totals");
        Path log = scratch.resolve("log");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        Program program = new Program(Path.of(words[1]), List.of(output.toString(), words[4]), scratch);
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        boolean[] ownNamespace = {true};
        CutCampaign campaign = CutCampaign.run(
                scratch.resolve("image"),
                program,
                options,
                cuts,
                Long.parseLong(words[3]),
                CutCampaign.EPOCH_NANOS_MAX,
                (process, freeze, random) ->
                        ownNamespace[0] &= !namespaceOf(process).equals(ours));
        System.out.println("user " + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        System.out.println("capabilities " + capabilities());
        System.out.println("own-namespace " + ownNamespace[0]);
        System.out.println("aslr "
                + Files.readString(Path.of("/proc/sys/kernel/randomize_va_space"))
                        .strip());
        System.out.println("cuts " + campaign.cuts());
        System.out.println("exit " + campaign.exitCode());
        System.out.println("totals " + Files.readString(output).strip());
    }

    private static Path namespaceOf(PersistentProcess process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/user"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String capabilities() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> line.substring("CapEff:".length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
