package dev.suzaku.checkers.engines;

import java.util.List;

/** What an engine found out about one timeline. */
public sealed interface Finding {
    /** There is an order that explains every answer. */
    record Linearizable() implements Finding {}

    /**
     * There is none: everything before an event can be explained, the event cannot.
     *
     * @param rank the event in the timeline
     * @param position the operation that ends there
     * @param possible what the object may have held just before, in words; without repetitions
     */
    record Violated(int rank, int position, List<String> possible) implements Finding {
        public Violated {
            possible = List.copyOf(possible);
        }
    }

    /** Not known. */
    record Undecided(String reason) implements Finding {}
}
