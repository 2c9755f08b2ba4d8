package dev.suzaku.agent;

/**
 * What the clients do. Every choice comes from the run's seed.
 *
 * @param type kind of workload; {@value #MIXED} (all nine verbs on contended and private keys) is the only one so far
 * @param clients sessions that read and write, 1 to 256
 * @param contendedKeys keys shared by all clients at any time, 1 to 10,000
 * @param privateKeysPerClient keys only one client uses, 0 to 1,000
 * @param pendingPerKeyMax a key with this many operations of unknown outcome is retired and replaced, 1 to 1,000; it
 *     keeps checking tractable
 * @param operationsPerKeyMax a key is also retired after about this many operations, 10 to 1,000,000
 * @param valueBytesMin least length of a written value, 16 to 65,536
 * @param valueBytesMax largest length, at least the least, at most 65,536
 * @param ballastMebibytes items written before the first epoch so that the target holds this much, 0 to 65,536; they
 *     are not part of the history, a sample is compared after every cut
 */
public record Workload(
        String type,
        int clients,
        int contendedKeys,
        int privateKeysPerClient,
        int pendingPerKeyMax,
        int operationsPerKeyMax,
        int valueBytesMin,
        int valueBytesMax,
        int ballastMebibytes) {

    /** All nine verbs on contended and private keys. */
    public static final String MIXED = "mixed";

    public Workload {
        if (!MIXED.equals(type)) {
            throw new IllegalArgumentException("unknown workload type '" + type + "', known: " + MIXED);
        }
        requireRange("clients", clients, 1, 256);
        requireRange("contendedKeys", contendedKeys, 1, 10_000);
        requireRange("privateKeysPerClient", privateKeysPerClient, 0, 1_000);
        requireRange("pendingPerKeyMax", pendingPerKeyMax, 1, 1_000);
        requireRange("operationsPerKeyMax", operationsPerKeyMax, 10, 1_000_000);
        requireRange("valueBytesMin", valueBytesMin, 16, 65_536);
        requireRange("valueBytesMax", valueBytesMax, valueBytesMin, 65_536);
        requireRange("ballastMebibytes", ballastMebibytes, 0, 65_536);
    }

    /** Eight clients, twelve contended keys, four private keys each, at most 30 pending operations per key. */
    public static Workload mixed() {
        return mixed(8);
    }

    /** As {@link #mixed()} with another number of clients. */
    public static Workload mixed(int clients) {
        return new Workload(MIXED, clients, 12, 4, 30, 4_000, 16, 100, 0);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
        }
    }
}
