package dev.suzaku.agent.memcached;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code stats} and {@code stats items} say. Immutable.
 *
 * @param general the general group
 * @param items per slab class
 */
public record ServerStats(Map<String, String> general, Map<String, String> items) {

    /** Anything but 0 in one of these means that items went away, or were refused, without a client's asking. */
    private static final List<String> BLURRING = List.of(
            "evictions",
            "reclaimed",
            "expired_unfetched",
            "evicted_unfetched",
            "crawler_reclaimed",
            "slabs_moved",
            "slab_reassign_rescues",
            "slab_reassign_evictions_nomem",
            "store_no_memory",
            "store_too_large",
            "malloc_fails",
            "cmd_flush",
            "cmd_touch");

    private static final List<String> BLURRING_PER_CLASS =
            List.of("evicted", "evicted_nonzero", "outofmemory", "tailrepairs", "reclaimed", "crawler_reclaimed");

    public ServerStats {
        general = Map.copyOf(general);
        items = Map.copyOf(items);
    }

    /** Asks the server. */
    public static ServerStats read(MemcachedConnection connection) throws IOException {
        return new ServerStats(connection.stats(""), connection.stats("items"));
    }

    /** The counters that blur a verdict, with their values; empty when there are none. Sorted by name. */
    public Map<String, String> blurring() {
        Map<String, String> found = new TreeMap<>();
        for (String name : BLURRING) {
            String value = general.getOrDefault(name, "0");
            if (!value.equals("0")) {
                found.put(name, value);
            }
        }
        items.forEach((name, value) -> {
            String counter = name.substring(name.lastIndexOf(':') + 1);
            if (BLURRING_PER_CLASS.contains(counter) && !value.equals("0")) {
                found.put(name, value);
            }
        });
        return found;
    }

    /** A counter of the general group. */
    public long number(String name) throws ProtocolException {
        String value = general.getOrDefault(name, "");
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new ProtocolException("stats has no number '" + name + "': '" + value + "'");
        }
    }
}
