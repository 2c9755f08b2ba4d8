package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.models.QueueModel;
import dev.suzaku.checkers.models.QueueModel.QueueCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two values of a queue that went in one way round and came out the other, for few operations. */
final class QueueCycle {
    private QueueCycle() {}

    /** Positions of the operations on one value. */
    private record Passage(Value value, int enqueue, Optional<Integer> dequeue) {}

    /** The cycle; empty where there is none of this kind or the operations are not of this kind. */
    static Optional<Certificate> of(KeyHistory history, Timeline timeline) {
        if (!history.model().equals("queue") || timeline.hasSessionOrder()) {
            return Optional.empty();
        }
        Map<Value, Passage> passages = new HashMap<>();
        boolean anyTaken = false;
        for (int position = 0; position < history.size(); position++) {
            QueueCall call = QueueModel.callOf(history.operations().get(position), false);
            if (call instanceof QueueCall.Put put
                    && passages.put(put.value(), new Passage(put.value(), position, Optional.empty())) != null) {
                return Optional.empty();
            }
            anyTaken |= call instanceof QueueCall.TakeAny;
        }
        for (int position = 0; position < history.size(); position++) {
            int dequeue = position;
            if (QueueModel.callOf(history.operations().get(position), false) instanceof QueueCall.Take take) {
                passages.computeIfPresent(
                        take.value(), (value, passage) -> new Passage(value, passage.enqueue(), Optional.of(dequeue)));
            }
        }
        boolean everyDequeueIsKnown = !anyTaken;
        for (Passage first : passages.values()) {
            for (Passage second : passages.values()) {
                if (before(timeline, first.enqueue(), second.enqueue())
                        && second.dequeue().isPresent()) {
                    Optional<Certificate> cycle = cycle(history, timeline, first, second, everyDequeueIsKnown);
                    if (cycle.isPresent()) {
                        return cycle;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean before(Timeline timeline, int one, int other) {
        return timeline.invokeRank(other) != Timeline.NEVER && timeline.endRank(one) < timeline.invokeRank(other);
    }

    private static Optional<Certificate> cycle(
            KeyHistory history, Timeline timeline, Passage first, Passage second, boolean everyDequeueIsKnown) {
        int secondOut = second.dequeue().orElseThrow();
        List<Operation> all = history.operations();
        String claim = "#" + all.get(first.enqueue()).index() + " put " + first.value() + " in before #"
                + all.get(second.enqueue()).index() + " put " + second.value() + " in, so it must come out first; but #"
                + all.get(secondOut).index() + " took " + second.value() + " out";
        if (first.dequeue().isPresent()
                && before(timeline, secondOut, first.dequeue().get())) {
            int firstOut = first.dequeue().get();
            return Optional.of(new Certificate(
                    Certificate.Kind.CYCLE,
                    claim + " before #" + all.get(firstOut).index() + " took " + first.value() + " out.",
                    List.of(all.get(first.enqueue()), all.get(second.enqueue()), all.get(secondOut), all.get(firstOut)),
                    List.of()));
        }
        if (first.dequeue().isEmpty() && everyDequeueIsKnown && history.mandatory(first.enqueue())) {
            return Optional.of(new Certificate(
                    Certificate.Kind.CYCLE,
                    claim + ", and nothing had taken " + first.value() + " out by then.",
                    List.of(all.get(first.enqueue()), all.get(second.enqueue()), all.get(secondOut)),
                    List.of()));
        }
        return Optional.empty();
    }
}
