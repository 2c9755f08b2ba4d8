package dev.suzaku.agent.workload;

import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;

/** What came of a {@link Command}; the result is {@link Value#NOTHING} unless the outcome is OK. */
public record Performed(Outcome outcome, Value result) {

    static final Performed FAILED = new Performed(Outcome.FAIL, Value.NOTHING);
    static final Performed UNKNOWN = new Performed(Outcome.INFO, Value.NOTHING);
}
