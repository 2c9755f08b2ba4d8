package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.Answer;

/**
 * One check of one history by one checker.
 *
 * @param answer what it said
 * @param millis what it took
 */
record Checked(Answer answer, double millis) {
    boolean definite() {
        return answer == Answer.VALID || answer == Answer.INVALID;
    }
}
