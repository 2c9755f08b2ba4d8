package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.coordinator.bench.Interval;

/**
 * How fast a history is read from a file into memory.
 *
 * @param format the file's format
 * @param events in the file
 * @param bytes size of the file
 * @param eventsPerSecond over the turns
 * @param promised events per second
 */
record LoadResult(String format, long events, long bytes, Interval eventsPerSecond, double promised) {
    boolean fallsShort() {
        return eventsPerSecond.high() < promised;
    }
}
