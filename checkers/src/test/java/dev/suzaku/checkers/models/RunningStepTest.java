package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningStepTest {
    private static final long MILLI = 1_000_000;

    @Test
    void a_step_that_does_not_come_back_is_told_once_it_took_that_long() {
        RunningStep step = new RunningStep();
        assertThat(step.stuck(0)).isEmpty();
        long begin = System.nanoTime();
        step.begins("step", "x");
        assertThat(step.stuck(600_000)).isEmpty();
        while (step.stuck(20).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(20 * MILLI);
        assertThat(step.stuck(20)).hasValue("step x");
        step.ends();
        assertThat(step.stuck(0)).isEmpty();
    }
}
