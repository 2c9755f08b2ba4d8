package dev.suzaku.coordinator.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.CampaignGrading.Grade;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignGradingTest {

    @Test
    void a_campaign_passes_when_its_runs_pass_and_its_controls_are_detected() {
        CampaignGrading grading = CampaignGrading.of(List.of(plain(Answer.VALID), control(Answer.INVALID)));

        assertThat(grading).isEqualTo(new CampaignGrading(Grade.PASS, true, ""));
        assertThat(grading.outcome().exitCode()).isZero();
    }

    @Test
    void an_undetected_control_makes_a_campaign_invalid_however_good_or_bad_the_rest_is() {
        for (Answer rest : List.of(Answer.VALID, Answer.INVALID, Answer.UNKNOWN)) {
            for (Answer undetected : List.of(Answer.VALID, Answer.UNKNOWN)) {
                CampaignGrading grading = CampaignGrading.of(List.of(plain(rest), control(undetected)));
                assertThat(grading.valid()).isFalse();
                assertThat(grading.outcome()).isEqualTo(Grade.INVALID);
                assertThat(grading.outcome().exitCode()).isEqualTo(1);
                assertThat(grading.reason()).startsWith("controls not detected: control-no-persistence");
            }
        }
    }

    @Test
    void a_control_whose_worker_was_lost_is_not_detected_and_the_campaign_does_not_pass() {
        RunResult lost = RunResult.of(Samples.control(), new Evidence.Lost("worker lost"));

        CampaignGrading grading = CampaignGrading.of(List.of(plain(Answer.VALID), lost));

        assertThat(lost.detected()).isFalse();
        assertThat(grading.valid()).isFalse();
        assertThat(grading.outcome()).isEqualTo(Grade.INCONCLUSIVE);
        assertThat(grading.outcome().exitCode()).isEqualTo(2);
    }

    @Test
    void violation_outweighs_inconclusive() {
        assertThat(CampaignGrading.of(List.of(plain(Answer.UNKNOWN), plain(Answer.INVALID), control(Answer.INVALID)))
                        .outcome())
                .isEqualTo(Grade.VIOLATION);
        assertThat(CampaignGrading.of(List.of(plain(Answer.UNKNOWN), plain(Answer.VALID)))
                        .outcome())
                .isEqualTo(Grade.INCONCLUSIVE);
    }

    @Test
    void controls_alone_prove_nothing() {
        assertThat(CampaignGrading.of(List.of(control(Answer.INVALID))).outcome())
                .isEqualTo(Grade.INCONCLUSIVE);
    }

    private static RunResult plain(Answer answer) {
        return result(Samples.plainRun(), answer);
    }

    private static RunResult control(Answer answer) {
        return result(Samples.control(), answer);
    }

    private static RunResult result(PlannedRun run, Answer answer) {
        return RunResult.of(run, new Evidence.Checked(Samples.cleanReport(), Samples.verdict(answer, true), 0));
    }
}
