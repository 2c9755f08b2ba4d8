package dev.suzaku.agent.run;

import java.util.ArrayList;
import java.util.List;

/** Recovery times in milliseconds and their order statistics (nearest rank). Not thread-safe. */
public final class RecoveryTimes {

    private final List<Double> millis = new ArrayList<>();

    public void add(double recoveryMillis) {
        millis.add(recoveryMillis);
    }

    public List<Double> all() {
        return List.copyOf(millis);
    }

    /** The smallest value that at least {@code percent} of all values do not exceed; 0 without any. */
    public double percentile(double percent) {
        if (millis.isEmpty()) {
            return 0;
        }
        List<Double> sorted = millis.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }
}
