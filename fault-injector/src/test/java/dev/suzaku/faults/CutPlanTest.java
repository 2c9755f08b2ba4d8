package dev.suzaku.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CutPlanTest {
    @Test
    void equalSeedsGiveEqualPlans() {
        assertThat(plan(7).planned()).isEqualTo(plan(7).planned());
        assertThat(plan(7).planned()).isNotEqualTo(plan(8).planned());
    }

    @Test
    void everyCutKeepsWithinItsBounds() {
        assertThat(plan(1).planned()).hasSize(500).allSatisfy(cut -> {
            assertThat(cut.afterOperations()).isBetween(1000L, 5000L);
            assertThat(cut.extraDelayMicros()).isBetween(0L, 2000L);
            assertThat(cut.fidelity()).isEqualTo(Fidelity.L1);
        });
        assertThat(plan(1).planned()).extracting(PlannedCut::seed).doesNotHaveDuplicates();
        assertThat(plan(1).planned().get(499).index()).isEqualTo(499);
    }

    @Test
    void impossiblePlansAreRefused() {
        assertThatThrownBy(() -> new CutPlan(1, Fidelity.L1, -1, 1, 2, PlantedBug.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CutPlan(1, Fidelity.L1, 1, 5, 2, PlantedBug.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fidelitiesAreFoundByTheirNames() {
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(Fidelity.ofId(fidelity.id())).contains(fidelity);
        }
        assertThat(Fidelity.ofId("L9")).isEmpty();
    }

    private static CutPlan plan(long seed) {
        return new CutPlan(seed, Fidelity.L1, 500, 1000, 5000, PlantedBug.NONE);
    }
}
