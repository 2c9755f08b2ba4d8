package dev.suzaku.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void fifteen_samples_give_the_fourth_from_each_end() {
        List<Double> samples = new java.util.ArrayList<>(
                IntStream.rangeClosed(1, 15).mapToObj(Double::valueOf).toList());
        Collections.shuffle(samples, new Random(1));

        assertThat(Interval.of(samples)).isEqualTo(new Interval(8, 4, 12, 15));
    }

    @Test
    void six_samples_are_the_first_that_reach_95_percent_with_their_whole_range() {
        assertThat(Interval.of(List.of(6.0, 1.0, 2.0, 3.0, 5.0, 4.0))).isEqualTo(new Interval(3.5, 1, 6, 6));
    }

    @Test
    void few_samples_give_their_range() {
        assertThat(Interval.of(List.of(2.0))).isEqualTo(new Interval(2, 2, 2, 1));
        assertThat(Interval.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Interval(2, 1, 3, 3));
    }

    @Test
    void the_interval_holds_the_true_median_in_at_least_95_of_100_experiments() {
        Random random = new Random(7);
        int experiments = 4_000;
        long holds = IntStream.range(0, experiments)
                .mapToObj(i -> Interval.of(DoubleStream.generate(random::nextDouble)
                        .limit(15)
                        .map(value -> value * value * value)
                        .boxed()
                        .toList()))
                .filter(interval -> interval.low() <= 0.125 && 0.125 <= interval.high())
                .count();

        assertThat(holds).isBetween(experiments * 95L / 100, experiments * 99L / 100);
    }

    @Test
    void many_samples_give_a_narrow_interval() {
        List<Double> samples =
                IntStream.rangeClosed(1, 2_000).mapToObj(Double::valueOf).toList();

        assertThat(Interval.of(samples)).isEqualTo(new Interval(1_000.5, 956, 1045, 2_000));
    }

    @Test
    void no_samples_are_refused() {
        assertThatThrownBy(() -> Interval.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
