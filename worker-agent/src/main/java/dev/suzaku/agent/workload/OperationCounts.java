package dev.suzaku.agent.workload;

import dev.suzaku.histories.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** Recorded operations by outcome. Thread-safe. */
public final class OperationCounts {

    private final LongAdder ok = new LongAdder();
    private final LongAdder fail = new LongAdder();
    private final LongAdder info = new LongAdder();

    void count(Outcome outcome) {
        switch (outcome) {
            case OK -> ok.increment();
            case FAIL -> fail.increment();
            case INFO -> info.increment();
        }
    }

    public long ok() {
        return ok.sum();
    }

    public long fail() {
        return fail.sum();
    }

    public long info() {
        return info.sum();
    }

    public long all() {
        return ok() + fail() + info();
    }
}
