package dev.suzaku.coordinator.bench.checkers;

import java.util.List;
import java.util.function.Consumer;

/**
 * What to measure.
 *
 * @param turns how often every checker checks every history, 1 or more
 * @param seed of the histories and the order of the turns
 * @param seeds how many histories are checked where it is asked how many of them are decided, 1 or more
 * @param budgetMillis for each check
 * @param warmUpMillis how long our checkers run on a history before they are measured
 * @param engine of ours
 * @param only beginnings of names; empty = all
 * @param peers the other checkers
 * @param progress gets a line about what is being done
 */
public record CheckPlan(
        int turns,
        long seed,
        int seeds,
        long budgetMillis,
        long warmUpMillis,
        String engine,
        List<String> only,
        List<Peer> peers,
        Consumer<String> progress) {
    public CheckPlan {
        only = List.copyOf(only);
        peers = List.copyOf(peers);
    }

    boolean wants(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::startsWith);
    }

    void say(String line) {
        progress.accept(line);
    }
}
