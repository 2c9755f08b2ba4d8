package dev.suzaku.checkers.engines;

import java.util.Optional;

/** Why an engine that looks at times only does not even begin. */
final class Refusal {
    private Refusal() {}

    /** The time is up, or pending operations must precede later ones of their sessions. */
    static Optional<Finding> of(Timeline timeline, Budget budget) {
        if (timeline.hasSessionOrder()) {
            return Optional.of(new Finding.Undecided("the order of sessions is beyond this engine"));
        }
        return budget.whySpent().map(Finding.Undecided::new);
    }
}
