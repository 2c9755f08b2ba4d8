package dev.suzaku.coordinator.bench;

import java.util.Optional;

/**
 * A number that a trial answers.
 *
 * @param name as in the trial's answer, for example {@code wall_ns}
 * @param unit of the number, for example {@code ns/op}
 * @param bound what the ratio of ours to the peer's is meant to be
 */
public record Measure(String name, String unit, Optional<Bound> bound) {
    static Measure of(String name, String unit, Bound bound) {
        return new Measure(name, unit, Optional.of(bound));
    }

    static Measure unbounded(String name, String unit) {
        return new Measure(name, unit, Optional.empty());
    }
}
