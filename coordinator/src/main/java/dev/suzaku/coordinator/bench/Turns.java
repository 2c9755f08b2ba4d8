package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How often the two sides take turns, and which one begins each time (drawn from the seed, so that nothing that drifts favours one).
 * Not thread-safe.
 */
public final class Turns {
    private final int pairs;
    private final SplittableRandom random;
    private final Consumer<String> progress;

    /**
     * Makes the turns of one benchmark run.
     *
     * @param pairs how often both sides are measured, 1 or more
     * @param seed of the order and of the load
     * @param progress gets a line about what is being done
     */
    public Turns(int pairs, long seed, Consumer<String> progress) {
        this.pairs = pairs;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    int pairs() {
        return pairs;
    }

    SplittableRandom random() {
        return random;
    }

    void say(String line) {
        progress.accept(line);
    }

    /** One pair. */
    void take(PairedSamples samples, Trial ours, Trial peer) throws IOException, InterruptedException {
        Map<String, Double> first;
        if (random.nextBoolean()) {
            first = ours.run();
            samples.add(first, peer.run());
        } else {
            first = peer.run();
            samples.add(ours.run(), first);
        }
    }
}
