package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Pairs crash and ready events into power cuts. */
final class CutEvents {
    private record Interval(long earliestNanos, long latestNanos) {}

    private static final Interval NEVER = new Interval(PowerCut.NEVER, PowerCut.NEVER);

    private final List<Interval> crashes = new ArrayList<>();
    private final TreeMap<Integer, Interval> readies = new TreeMap<>();

    int crashes() {
        return crashes.size();
    }

    int readies() {
        return readies.size();
    }

    void crash(int epoch, long earliestNanos, long latestNanos) {
        if (epoch != crashes.size()) {
            throw new HistoryFormatException(
                    "crash of epoch " + epoch + " where that of epoch " + crashes.size() + " was expected");
        }
        if (epoch >= ChunkFormat.CUTS_MAX) {
            throw new HistoryFormatException("more than " + ChunkFormat.CUTS_MAX + " power cuts");
        }
        if (earliestNanos > latestNanos) {
            throw outOfOrder(epoch);
        }
        if (epoch > 0 && earliestNanos < crashes.get(epoch - 1).latestNanos()) {
            throw new HistoryFormatException("crash of epoch " + epoch + " lies before the one before it");
        }
        crashes.add(new Interval(earliestNanos, latestNanos));
    }

    void ready(int epoch, long earliestNanos, long latestNanos) {
        if (epoch < 0 || epoch >= crashes.size()) {
            throw new HistoryFormatException("ready after epoch " + epoch + " without its crash");
        }
        if (earliestNanos > latestNanos || latestNanos < crashes.get(epoch).latestNanos()) {
            throw outOfOrder(epoch);
        }
        if (readies.put(epoch, new Interval(earliestNanos, latestNanos)) != null) {
            throw new HistoryFormatException("ready after epoch " + epoch + " twice");
        }
    }

    private static HistoryFormatException outOfOrder(int epoch) {
        return new HistoryFormatException("the times of the cut that ends epoch " + epoch + " are out of order");
    }

    List<PowerCut> build() {
        List<PowerCut> cuts = new ArrayList<>();
        for (int epoch = 0; epoch < crashes.size(); epoch++) {
            Interval crash = crashes.get(epoch);
            Interval ready = readies.getOrDefault(epoch, NEVER);
            cuts.add(new PowerCut(
                    epoch, crash.earliestNanos(), crash.latestNanos(), ready.earliestNanos(), ready.latestNanos()));
        }
        return cuts;
    }
}
