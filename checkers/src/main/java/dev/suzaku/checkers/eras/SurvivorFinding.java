package dev.suzaku.checkers.eras;

import java.util.Optional;

/** What a search for survivors found. */
public sealed interface SurvivorFinding {
    /**
     * There are survivors that explain every answer.
     *
     * @param thresholds for each cut: what returned before it survived, what was invoked after it did not
     */
    record Explained(long[] thresholds) implements SurvivorFinding {}

    /**
     * There are none.
     *
     * @param era the first era that nothing explains
     * @param key an object of which no survivors explain that era, where it is one alone
     */
    record Unexplained(int era, Optional<String> key) implements SurvivorFinding {}

    /** Not known. */
    record Undecided(String reason) implements SurvivorFinding {}
}
