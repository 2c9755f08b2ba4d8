package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Looks for what grows from cut to cut. A count may vary with what the program does at the moment; it leaks when even the smallest
 * value of the last quarter of a life lies above the largest of the first quarter.
 */
final class LeakWatch {
    private static final int SAMPLES_MIN = 40;
    private static final int COUNT_SLACK = 8;
    private static final long POOL_SLACK_BYTES = 8L << 20;

    private final List<ImageCensus> samples = new ArrayList<>();

    void add(ImageCensus census) {
        samples.add(census);
    }

    /**
     * Judges the life so far; too short a life has nothing to tell.
     *
     * @throws SoakFailure when something leaks
     */
    void judge() {
        if (samples.size() < SAMPLES_MIN) {
            return;
        }
        require("file descriptors", ImageCensus::descriptors, COUNT_SLACK);
        require("open files", ImageCensus::openFiles, COUNT_SLACK);
        require("pipes", ImageCensus::pipes, COUNT_SLACK);
        require("mappings", ImageCensus::mappings, COUNT_SLACK);
        require("thread slots", ImageCensus::threads, COUNT_SLACK);
        require("bytes of the pool", ImageCensus::poolBytes, POOL_SLACK_BYTES);
    }

    private void require(String what, ToLongFunction<ImageCensus> count, long slack) {
        int quarter = samples.size() / 4;
        long first = samples.stream().limit(quarter).mapToLong(count).max().orElseThrow();
        long last = samples.stream()
                .skip(samples.size() - quarter)
                .mapToLong(count)
                .min()
                .orElseThrow();
        if (last > first + slack) {
            throw new SoakFailure(what + " leak: at most " + first + " in the first " + quarter
                    + " cuts of a life, at least " + last + " in its last " + quarter);
        }
    }
}
