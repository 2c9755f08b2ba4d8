package dev.suzaku.agent.run;

import dev.suzaku.agent.memcached.Item;
import dev.suzaku.agent.memcached.MemcachedConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Items that only take up memory, so that recovery can be measured with much of it. They are written once and not part of
 * the history; after every cut some of them are compared with what was written.
 */
public final class Ballast {

    private static final String PREFIX = "ballast.";
    private static final int VALUE_BYTES = 60_000;
    private static final int SAMPLE = 16;

    private final int items;
    private final long seed;
    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final Findings findings;

    public Ballast(int mebibytes, long seed, InetSocketAddress address, int timeoutMillis, Findings findings) {
        this.items = (int) (((long) mebibytes << 20) / VALUE_BYTES);
        this.seed = seed;
        this.address = address;
        this.timeoutMillis = timeoutMillis;
        this.findings = findings;
    }

    /** Whether this is the name of a ballast item. */
    public boolean owns(String key) {
        return items > 0 && key.startsWith(PREFIX);
    }

    /** Writes all items. */
    public void write(Patience patience) {
        if (items == 0) {
            return;
        }
        try (MemcachedConnection connection = MemcachedConnection.open(address, timeoutMillis)) {
            for (int item = 0; item < items; item++) {
                patience.require();
                if (!connection.store("set", PREFIX + item, value(item))) {
                    findings.inconclusive("ballast not stored", PREFIX + item);
                    return;
                }
            }
        } catch (IOException e) {
            findings.inconclusive("ballast not stored", e.getMessage());
        }
    }

    /** Compares some items, drawn from {@code sampleSeed}. */
    public void compareSample(long sampleSeed) {
        if (items == 0) {
            return;
        }
        SplittableRandom random = new SplittableRandom(sampleSeed);
        try (MemcachedConnection connection = MemcachedConnection.open(address, timeoutMillis)) {
            for (int sample = 0; sample < SAMPLE; sample++) {
                int item = random.nextInt(items);
                Optional<Item> found = connection.get(PREFIX + item);
                if (!found.map(Item::value).equals(Optional.of(value(item)))) {
                    findings.violation(
                            "ballast lost", PREFIX + item + (found.isPresent() ? " has changed" : " is gone"));
                }
            }
        } catch (IOException e) {
            findings.violation("no progress", "reading ballast: " + e.getMessage());
        }
    }

    private String value(int item) {
        SplittableRandom random = new SplittableRandom(seed + item);
        String word = Long.toUnsignedString(random.nextLong(), 36) + ".";
        return word.repeat(VALUE_BYTES / word.length());
    }
}
