package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Looks for what grows from cut to cut. A count may vary with what the program does at the moment; it leaks when even the smallest
 * value of the last quarter of a life lies above the largest of the first quarter. Storage of the pool leaks only as far as the program has not
 * mapped that much more.
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
        if (grows(
                census -> census.poolBytes() - census.writableBytes(),
                POOL_SLACK_BYTES)) { // else the program has asked for it
            require("bytes of the pool", ImageCensus::poolBytes, POOL_SLACK_BYTES);
        }
    }

    private int quarter() {
        return samples.size() / 4;
    }

    private long mostOfFirst(ToLongFunction<ImageCensus> count) {
        return samples.stream().limit(quarter()).mapToLong(count).max().orElseThrow();
    }

    private long leastOfLast(ToLongFunction<ImageCensus> count) {
        return samples.stream()
                .skip(samples.size() - quarter())
                .mapToLong(count)
                .min()
                .orElseThrow();
    }

    private boolean grows(ToLongFunction<ImageCensus> count, long slack) {
        return leastOfLast(count) > mostOfFirst(count) + slack;
    }

    private void require(String what, ToLongFunction<ImageCensus> count, long slack) {
        if (grows(count, slack)) {
            throw new SoakFailure(what + " leak: at most " + mostOfFirst(count) + " in the first " + quarter()
                    + " cuts of a life, at least " + leastOfLast(count) + " in its last " + quarter());
        }
    }
}
