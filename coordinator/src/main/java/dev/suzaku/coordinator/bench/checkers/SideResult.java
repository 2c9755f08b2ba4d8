package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.bench.Interval;
import java.util.ArrayList;
import java.util.List;

/** The checks of one history by one checker, in turns. Not thread-safe. */
final class SideResult {
    private final String name;
    private final List<Double> millis = new ArrayList<>();
    private Answer answer = Answer.UNKNOWN;

    SideResult(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** @throws IllegalStateException when the checker contradicts itself */
    void add(Checked checked) {
        if (!millis.isEmpty() && checked.answer() != answer) {
            throw new IllegalStateException(name + " answered " + answer + ", then " + checked.answer());
        }
        answer = checked.answer();
        millis.add(checked.millis());
    }

    /** Whether another turn would tell more: a checker that found no answer would only take its budget again. */
    boolean worthAnotherTurn() {
        return millis.isEmpty() || definite();
    }

    Answer answer() {
        return answer;
    }

    boolean definite() {
        return new Checked(answer, 0).definite();
    }

    List<Double> samples() {
        return List.copyOf(millis);
    }

    Interval millis() {
        return Interval.of(millis);
    }
}
