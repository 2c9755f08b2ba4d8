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
     * @param certificate positions of operations that contradict each other by themselves, such that whoever explains all
     *     operations would explain these alone; empty where the engine knows none
     */
    record Violated(int rank, int position, List<String> possible, List<Integer> certificate) implements Finding {
        public Violated {
            possible = List.copyOf(possible);
            certificate = List.copyOf(certificate);
        }

        /** A violation without a certificate. */
        public Violated(int rank, int position, List<String> possible) {
            this(rank, position, possible, List.of());
        }
    }

    /** Not known. */
    record Undecided(String reason) implements Finding {}
}
