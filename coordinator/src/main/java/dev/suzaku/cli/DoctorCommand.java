package dev.suzaku.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Says what this machine can do, what is missing and how to get it. Exit code 2 when something needed is missing.",
        footer = {"", "Example: suzaku doctor --json"})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        List<Examination.Finding> findings = Examination.all();
        System.out.println(json ? Examination.json(findings).toPrettyString() : Examination.text(findings));
        return findings.stream().allMatch(finding -> finding.present() || !finding.needed())
                ? ExitCode.PASS
                : ExitCode.INCONCLUSIVE;
    }
}
