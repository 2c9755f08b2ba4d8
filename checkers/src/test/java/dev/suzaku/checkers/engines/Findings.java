package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import java.util.List;

/** What an engine finds out about a history of one object that is written as lines, see {@link HistoryLines}. */
final class Findings {
    private Findings() {}

    static KeyHistory key(String model, String... lines) {
        History history = HistoryLines.of(model, lines);
        return KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
    }

    static Timeline timeline(KeyHistory key, String model, Condition condition, String... lines) {
        History history = HistoryLines.of(model, lines);
        return Timeline.of(key, history.cuts(), Deadlines.of(history).at(condition, End.LENIENT));
    }

    /** Of all of a history, one object of it; with the order of the sessions where the condition asks for it. */
    static Timeline timeline(KeyHistory key, History history, Condition condition) {
        Deadlines deadlines = Deadlines.of(history);
        Timeline timeline = Timeline.of(key, history.cuts(), deadlines.at(condition, End.LENIENT));
        return condition == Condition.RECOVERABLE
                ? timeline.withSessionOrder(key, deadlines.sessions(End.LENIENT)::session)
                : timeline;
    }

    static Finding of(String engine, String model, Condition condition, String... lines) {
        KeyHistory key = key(model, lines);
        return Engines.named(engine, key).decide(key, timeline(key, model, condition, lines), budget());
    }

    /** Of operations that may take effect at any time. */
    static Finding of(String engine, String model, String... lines) {
        return of(engine, model, Condition.DURABLE, lines);
    }

    static Budget budget() {
        return new Budget(60_000, System::nanoTime);
    }

    /** The operation at which a violation shows, and the certificate, by their positions. */
    record Violation(int position, List<Integer> certificate) {}

    /** Fails when there is none. */
    static Violation violation(String engine, String model, String... lines) {
        Finding finding = of(engine, model, lines);
        if (finding instanceof Finding.Violated violated) {
            return new Violation(violated.position(), violated.certificate());
        }
        throw new AssertionError(finding + " is no violation");
    }

    static boolean linearizable(String engine, String model, String... lines) {
        return of(engine, model, lines) instanceof Finding.Linearizable;
    }

    static String undecided(String engine, String model, String... lines) {
        Finding finding = of(engine, model, lines);
        if (finding instanceof Finding.Undecided undecided) {
            return undecided.reason();
        }
        throw new AssertionError(finding + " is decided");
    }

    /** A timeline of operations that end with their returns only. */
    static Timeline unbounded(KeyHistory key) {
        return Timeline.of(key, List.of(), operation -> Operation.NEVER);
    }
}
