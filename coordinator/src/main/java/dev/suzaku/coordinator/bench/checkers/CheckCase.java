package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.histories.History;
import java.util.Optional;

/**
 * A history to measure with.
 *
 * @param series what it belongs to: {@code length}, {@code clients}, {@code pending} (one point of a curve each), {@code
 *     speed} or {@code large}
 * @param place on the curve's axis; 0 where there is no curve
 * @param workload what is generated
 * @param fault what is wrong with it
 * @param bound what our time, or its ratio to a peer's, is meant to be
 */
record CheckCase(String series, double place, Workload workload, Fault fault, Optional<Promise> bound) {
    /** What is wrong with a history. */
    enum Fault {
        /** Nothing: it is durable. */
        NONE("legal"),
        /** Three operations contradict each other, whatever else happened. */
        CONTRADICTION("illegal"),
        /** A read answers a value that was held earlier; almost always, but not certainly, a violation. */
        STALE_READ("stale read");

        final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    /** What our median is meant to be. */
    sealed interface Promise {
        /** So many times as fast as a peer; where that gives no answer, its budget counts. */
        record Times(double factor) implements Promise {}

        /** At most so many milliseconds. */
        record Millis(double most) implements Promise {}

        /** An answer, within the budget. */
        record Definite() implements Promise {}
    }

    static CheckCase curve(String series, double place, Workload workload, Fault fault) {
        return new CheckCase(series, place, workload, fault, Optional.empty());
    }

    static CheckCase promised(String series, Workload workload, Fault fault, Promise promise) {
        return new CheckCase(series, 0, workload, fault, Optional.of(promise));
    }

    History history() {
        return switch (fault) {
            case NONE -> HistoryGenerator.history(workload);
            case CONTRADICTION -> HistoryGenerator.illegalHistory(workload);
            case STALE_READ -> HistoryGenerator.history(workload.withStaleRead());
        };
    }

    /** For example {@code length/cas-register, 5 clients, 1000 operations, legal}. */
    String name() {
        StringBuilder name = new StringBuilder(series).append('/').append(workload.model());
        name.append(workload.values() == 0 ? " unique" : "").append(", ");
        name.append(workload.clients()).append(" clients, ");
        name.append(workload.operations()).append(" operations, ");
        if (workload.pendingPerMille() > 0) {
            name.append(workload.pendingPerMille()).append(" in 1000 pending, ");
        }
        if (workload.cuts() > 0) {
            name.append(workload.cuts()).append(" cuts, ");
        }
        return name.append(fault.words).toString();
    }
}
