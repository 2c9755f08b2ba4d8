package dev.suzaku.coordinator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.Samples;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CampaignPlanTest {

    @Test
    void equal_seeds_give_equal_plans_and_other_seeds_other_ones() {
        assertThat(Samples.plan(7, true)).isEqualTo(Samples.plan(7, true));
        assertThat(Samples.plan(7, true).runs().get(0).spec().cuts().planned())
                .isNotEqualTo(Samples.plan(8, true).runs().get(0).spec().cuts().planned());
    }

    @Test
    void every_run_has_a_seed_of_its_own_that_json_keeps_exactly() {
        CampaignPlan plan =
                CampaignPlan.of(CampaignFile.parse(Samples.CAMPAIGN + "repeat: 50\n", "sample.yaml"), 7, true);

        assertThat(plan.runs()).hasSize(52);
        assertThat(plan.runs().stream().map(run -> run.spec().seed()).collect(Collectors.toSet()))
                .hasSize(52);
        assertThat(plan.runs()).allSatisfy(run -> assertThat(run.spec().seed()).isBetween(0L, (1L << 53) - 1));
        assertThat(plan.runs().stream().map(PlannedRun::id).collect(Collectors.toSet()))
                .hasSize(52);
    }

    @Test
    void controls_carry_their_bug_and_nothing_else() {
        PlannedRun none = Samples.plan(7, true).runs().get(1);
        PlannedRun stale = Samples.plan(7, true).runs().get(2);

        assertThat(none.control()).isEqualTo("no-persistence");
        assertThat(none.spec().persistence()).isEqualTo(RunSpec.NONE);
        assertThat(none.spec().staleReadOneIn()).isZero();
        assertThat(stale.spec().persistence()).isEqualTo(RunSpec.WPP);
        assertThat(stale.spec().staleReadOneIn()).isEqualTo(10);
        assertThat(stale.spec().cuts().bug()).isEqualTo(PlantedBug.NONE);
    }

    @Test
    void without_planted_bugs_the_controls_stay_controls_but_run_clean() {
        assertThat(Samples.plan(7, false).runs())
                .filteredOn(PlannedRun::isControl)
                .hasSize(2)
                .allSatisfy(run -> {
                    assertThat(run.spec().persistence()).isEqualTo(RunSpec.WPP);
                    assertThat(run.spec().staleReadOneIn()).isZero();
                    assertThat(run.spec().cuts().bug()).isEqualTo(PlantedBug.NONE);
                });
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void every_fidelity_can_be_chosen(Fidelity fidelity) {
        String text = Samples.CAMPAIGN.replace("fidelity: L1", "fidelity: " + fidelity.id());

        CampaignPlan plan = CampaignPlan.of(CampaignFile.parse(text, "f"), 1, true);

        assertThat(plan.runs().get(0).spec().cuts().fidelity()).isEqualTo(fidelity);
    }

    @Test
    void what_the_schema_cannot_say_is_bad_input_too() {
        String text = Samples.CAMPAIGN.replace("min: 100, max: 200", "min: 200, max: 100");

        assertThatThrownBy(() -> CampaignPlan.of(CampaignFile.parse(text, "f"), 1, true))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("min <= max");
    }

    @Test
    void a_campaign_that_expands_too_far_is_refused() {
        String four = "  - {fidelity: L1, cuts: 1, operations_between: {min: 1, max: 2}}\n".repeat(8);
        String targets = "  - {type: memcached, persistence: wpp}\n".repeat(8);
        String text = "campaign: big\nrepeat: 100\ntargets:\n" + targets
                + "workloads:\n  - {type: mixed, clients: 1}\ncut_plans:\n" + four;

        assertThatThrownBy(() -> CampaignPlan.of(CampaignFile.parse(text, "f"), 1, true))
                .hasMessageContaining("more than 1000 runs");
    }
}
