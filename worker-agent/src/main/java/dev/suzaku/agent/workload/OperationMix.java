package dev.suzaku.agent.workload;

import dev.suzaku.agent.Workload;
import dev.suzaku.agent.memcached.Item;
import dev.suzaku.histories.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws one client's operations from the run's seed: all nine verbs, every written value unique in the run. Not
 * thread-safe: each client has its own.
 *
 * <p>A cas needs a token: it uses the one that this client's last gets of the key returned in this epoch; without one a
 * gets is drawn instead.
 */
final class OperationMix {

    private static final List<String> TEXT_VERBS =
            weighted(Map.of("get", 30, "gets", 10, "set", 20, "add", 8, "replace", 8, "delete", 8, "cas", 16));
    private static final List<String> NUMERIC_VERBS = weighted(
            Map.of("get", 20, "gets", 5, "set", 10, "add", 5, "replace", 5, "delete", 5, "incr", 30, "decr", 20));
    /** Numbers are written this far apart, so that chains of incr and decr do not meet. */
    private static final long NUMBER_SPACING = 1_000_000;

    private static final int DELTA_MAX = 99;
    private static final int TOKENS_MAX = 256;
    private static final String PADDING = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final SplittableRandom random;
    private final int client;
    private final int clients;
    private final KeySpace keys;
    private final int valueBytesMin;
    private final int valueBytesMax;
    private final Map<Key, Item> tokens = new LinkedHashMap<>();
    private long written;

    OperationMix(long seed, int client, Workload workload, KeySpace keys) {
        this.random = new SplittableRandom(seed * 31 + client);
        this.client = client;
        this.clients = workload.clients();
        this.keys = keys;
        this.valueBytesMin = workload.valueBytesMin();
        this.valueBytesMax = workload.valueBytesMax();
    }

    Command next() {
        Key key = keys.pick(random, client);
        List<String> verbs = key.numeric() ? NUMERIC_VERBS : TEXT_VERBS;
        String verb = verbs.get(random.nextInt(verbs.size()));
        return switch (verb) {
            case "get", "gets", "delete" -> new Command(verb, key, Value.NOTHING);
            case "incr", "decr" -> new Command(verb, key, new Value.Whole(1 + random.nextInt(DELTA_MAX)));
            case "cas" -> cas(key);
            default -> new Command(verb, key, new Value.Text(uniqueValue(key)));
        };
    }

    /** Remembers what a gets of this client returned. */
    void learnToken(Key key, Item item) {
        if (tokens.size() >= TOKENS_MAX) {
            tokens.remove(tokens.keySet().iterator().next());
        }
        tokens.put(key, item);
    }

    /** Tokens mean nothing beyond their epoch. */
    void forgetTokens() {
        tokens.clear();
    }

    private Command cas(Key key) {
        Item item = tokens.remove(key);
        if (item == null) {
            return new Command("gets", key, Value.NOTHING);
        }
        Value value = new Value.Text(uniqueValue(key));
        return new Command("cas", key, new Value.Sequence(List.of(value, new Value.Whole(item.token()))));
    }

    /** Client and running number, padded to a drawn length with text that depends on both. */
    private String uniqueValue(Key key) {
        long id = (written++ * clients) + client + 1;
        if (key.numeric()) {
            return Long.toString(id * NUMBER_SPACING);
        }
        int length = valueBytesMin + random.nextInt(valueBytesMax - valueBytesMin + 1);
        StringBuilder value = new StringBuilder(length).append("v").append(id).append('-');
        for (int at = (int) (id % PADDING.length()); value.length() < length; at++) {
            value.append(PADDING.charAt(at % PADDING.length()));
        }
        return value.toString();
    }

    private static List<String> weighted(Map<String, Integer> weights) {
        return weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(verb -> Collections.nCopies(verb.getValue(), verb.getKey()).stream())
                .toList();
    }
}
