package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.QueueModel;
import dev.suzaku.checkers.models.QueueModel.QueueCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What went through a queue or a stack whose values are all different. A value whose coming is of unknown outcome came
 * exactly when somebody took it; who took one without an answer may have taken a value that nobody else took.
 */
final class Passages {
    private final KeyHistory history;
    private final Timeline timeline;
    private final boolean stack;
    private final Map<Value, Passage> byValue = new LinkedHashMap<>();
    private final List<Empty> empties = new ArrayList<>();
    private final List<Integer> takers = new ArrayList<>();

    /** A take that answered "empty"; ranks of events. */
    record Empty(int position, int invoke, int end) {}

    private Passages(KeyHistory history, Timeline timeline) {
        this.history = history;
        this.timeline = timeline;
        this.stack = history.model().equals("stack");
    }

    /** Whether every value comes once. */
    static boolean distinct(KeyHistory history) {
        boolean stack = history.model().equals("stack");
        Set<Value> values = new HashSet<>();
        for (Operation operation : history.operations()) {
            if (QueueModel.callOf(operation, stack) instanceof QueueCall.Put put && !values.add(put.value())) {
                return false;
            }
        }
        return true;
    }

    static Passages of(KeyHistory history, Timeline timeline) {
        return new Passages(history, timeline);
    }

    /** Follows the values; a violation when one was taken twice, before it came, or without having come. */
    Optional<Finding.Violated> follow() {
        for (int position = 0; position < history.size(); position++) {
            if (happens(position) && call(position) instanceof QueueCall.Put put) {
                byValue.put(put.value(), new Passage(position, history, timeline));
            }
        }
        for (int position = 0; position < history.size(); position++) {
            if (!happens(position)) {
                continue;
            }
            QueueCall call = call(position);
            if (call instanceof QueueCall.TakeAny) {
                takers.add(position);
            } else if (call instanceof QueueCall.Empty) {
                empties.add(new Empty(position, timeline.invokeRank(position), timeline.endRank(position)));
            } else if (call instanceof QueueCall.Take take) {
                Optional<Finding.Violated> impossible = taken(take.value(), position);
                if (impossible.isPresent()) {
                    return impossible;
                }
            }
        }
        byValue.values().removeIf(passage -> !passage.mandatory && !passage.taken());
        return Optional.empty();
    }

    private Optional<Finding.Violated> taken(Value value, int position) {
        Passage passage = byValue.get(value);
        if (passage == null) {
            return Optional.of(violated(position, List.of(position)));
        }
        if (passage.taken()) {
            return Optional.of(violated(position, List.of(passage.put, passage.take(), position)));
        }
        passage.takenBy(position, timeline);
        return passage.takeEnd() < passage.putInvoke
                ? Optional.of(violated(position, passage.positions()))
                : Optional.empty();
    }

    private boolean happens(int position) {
        return timeline.invokeRank(position) != Timeline.NEVER;
    }

    private QueueCall call(int position) {
        return QueueModel.callOf(history.operation(position), stack);
    }

    /** The values that came. */
    List<Passage> all() {
        return new ArrayList<>(byValue.values());
    }

    /** Positions of the takes of unknown outcome, by invocation. */
    List<Integer> takers() {
        return takers;
    }

    List<Empty> empties() {
        return empties;
    }

    Finding.Violated violated(int position, List<Integer> certificate) {
        return new Finding.Violated(timeline.endRank(position), position, List.of(), certificate);
    }
}
