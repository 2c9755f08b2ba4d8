package dev.suzaku.coordinator.grading;

import java.util.List;
import java.util.Optional;

/**
 * What came of a campaign. An undetected control makes it INVALID, whatever the other runs say: a house that does not find a planted
 * bug cannot be believed about the rest. Only when every undetected control never ran to its end (its worker was lost) is there
 * nothing to accuse the house of; then it is INCONCLUSIVE.
 *
 * @param outcome PASS, VIOLATION, INCONCLUSIVE or INVALID
 * @param valid false when a control went undetected
 * @param reason one line, empty for PASS
 */
public record CampaignGrading(Grade outcome, boolean valid, String reason) {

    /** The campaign's answer, with the command line's exit code. */
    public enum Grade {
        PASS(0),
        VIOLATION(1),
        INVALID(1),
        INCONCLUSIVE(2);

        private final int exitCode;

        Grade(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    public static CampaignGrading of(List<RunResult> runs) {
        List<RunResult> undetected = runs.stream()
                .filter(run -> run.plan().isControl() && !run.detected())
                .toList();
        boolean valid = undetected.isEmpty();
        List<RunResult> plain =
                runs.stream().filter(run -> !run.plan().isControl()).toList();
        Optional<RunResult> violation = firstOf(plain, Outcome.Kind.VIOLATION);
        String controls = valid
                ? ""
                : "controls not detected: "
                        + String.join(
                                ", ",
                                undetected.stream().map(CampaignGrading::named).toList());
        if (undetected.stream().anyMatch(run -> !(run.evidence() instanceof Evidence.Lost))) {
            return new CampaignGrading(Grade.INVALID, false, controls);
        }
        if (violation.isPresent()) {
            return new CampaignGrading(Grade.VIOLATION, valid, named(violation.get()));
        }
        Optional<RunResult> open = firstOf(plain, Outcome.Kind.INCONCLUSIVE);
        if (open.isPresent()) {
            return new CampaignGrading(Grade.INCONCLUSIVE, valid, named(open.get()));
        }
        if (!valid) {
            return new CampaignGrading(Grade.INCONCLUSIVE, false, controls);
        }
        return plain.isEmpty()
                ? new CampaignGrading(Grade.INCONCLUSIVE, true, "the campaign has no run besides controls")
                : new CampaignGrading(Grade.PASS, true, "");
    }

    private static Optional<RunResult> firstOf(List<RunResult> runs, Outcome.Kind kind) {
        return runs.stream().filter(run -> run.outcome().kind() == kind).findFirst();
    }

    private static String named(RunResult run) {
        Outcome outcome = run.outcome();
        return run.plan().id() + " (" + outcome.kind() + (outcome.reason().isEmpty() ? "" : ": " + outcome.reason())
                + ")";
    }
}
