package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Fault;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Promise;
import java.util.List;

/**
 * What was measured on one history.
 *
 * @param measured the case
 * @param operations number of operations, with those that make it illegal
 * @param pending how many of them were never answered
 * @param ours our checks
 * @param peers those of the others
 */
record CaseResult(CheckCase measured, int operations, int pending, SideResult ours, List<SideResult> peers) {
    CaseResult {
        peers = List.copyOf(peers);
    }

    /** Whether a definite answer contradicts another one, or what the history was made to be. */
    boolean contradiction() {
        Answer certain = measured.fault() == Fault.NONE ? Answer.VALID : Answer.INVALID;
        boolean wrong = measured.fault() != Fault.STALE_READ && ours.definite() && ours.answer() != certain;
        return wrong
                || peers.stream()
                        .anyMatch(peer -> peer.definite() && ours.definite() && peer.answer() != ours.answer());
    }

    /** How many times as fast we are; the peer's time is at least that where it gave no answer. */
    double timesAsFast(SideResult peer) {
        return peer.millis().median() / ours.millis().median();
    }

    /** Whether something was promised and does not hold. */
    boolean fallsShort() {
        if (measured.bound().isEmpty()) {
            return false;
        }
        Promise promise = measured.bound().get();
        if (!ours.definite()) {
            return true;
        }
        if (promise instanceof Promise.Millis millis) {
            return ours.millis().low() > millis.most();
        }
        return promise instanceof Promise.Times times
                && peers.stream().anyMatch(peer -> peer.definite() && timesAsFast(peer) < times.factor());
    }

    String promise() {
        return measured.bound()
                .map(promise -> promise instanceof Promise.Times times
                        ? ">= " + Math.round(times.factor()) + "x"
                        : promise instanceof Promise.Millis millis
                                ? "<= " + Math.round(millis.most()) + " ms"
                                : "an answer")
                .orElse("-");
    }

    /**
     * {@code holds}, {@code falls short}, {@code CONTRADICTION}, {@code peer has none} where only we have an answer, or
     * {@code -} where nothing is promised or to be compared.
     */
    String verdict() {
        if (contradiction()) {
            return "CONTRADICTION";
        }
        boolean times = measured.bound().filter(Promise.Times.class::isInstance).isPresent();
        if (times && !peers.isEmpty() && ours.definite() && peers.stream().noneMatch(SideResult::definite)) {
            return "peer has none";
        }
        boolean compared = measured.bound().isPresent() && (!times || !peers.isEmpty());
        return compared ? fallsShort() ? "falls short" : "holds" : "-";
    }
}
