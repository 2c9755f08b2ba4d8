package dev.suzaku.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryTimesTest {

    @Test
    void percentilesAreByNearestRank() {
        RecoveryTimes times = new RecoveryTimes();
        for (double millis : new double[] {5, 1, 4, 2, 3}) {
            times.add(millis);
        }
        assertThat(times.percentile(50)).isEqualTo(3);
        assertThat(times.percentile(99)).isEqualTo(5);
        assertThat(times.percentile(100)).isEqualTo(5);
        assertThat(times.percentile(20)).isEqualTo(1);
    }

    @Test
    void withoutAnyTimeTheyAreNought() {
        assertThat(new RecoveryTimes().percentile(50)).isZero();
    }
}
