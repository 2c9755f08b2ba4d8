package dev.suzaku.checkers.generate;

/**
 * What a generated history looks like. All clients call one register all the time: each invokes again as soon as it was
 * answered.
 *
 * @param clients number of clients, at least 1
 * @param operations number of operations, at least 1
 * @param cuts number of power cuts, evenly spread
 * @param pendingPerMille how many of a thousand operations are never answered although the target is up; each ends its
 *     session
 * @param cas whether a third of the operations are compare-and-sets
 * @param values how many different values there are; 0: every written value is new
 * @param stale whether one read answers a value that the register did not hold while it was open
 * @param seed of all random choices
 */
public record Workload(
        int clients, int operations, int cuts, int pendingPerMille, boolean cas, int values, boolean stale, long seed) {
    public Workload {
        if (clients < 1 || operations < 1) {
            throw new IllegalArgumentException("a workload needs at least one client and one operation");
        }
        if (cuts < 0 || pendingPerMille < 0 || pendingPerMille > 1000 || values < 0) {
            throw new IllegalArgumentException("cuts, pending operations and values must not be negative, nor more than"
                    + " a thousand of a thousand pending");
        }
    }

    /** A legal workload on a register that is compared-and-set, with five values. */
    public static Workload cas(int clients, int operations, long seed) {
        return new Workload(clients, operations, 0, 0, true, 5, false, seed);
    }

    /** A legal workload on a register with reads and writes of unique values only. */
    public static Workload unique(int clients, int operations, long seed) {
        return new Workload(clients, operations, 0, 0, false, 0, false, seed);
    }

    /** The same with that many power cuts. */
    public Workload withCuts(int count) {
        return new Workload(clients, operations, count, pendingPerMille, cas, values, stale, seed);
    }

    /** The same with that many of a thousand operations unanswered. */
    public Workload withPending(int perMille) {
        return new Workload(clients, operations, cuts, perMille, cas, values, stale, seed);
    }

    /** The same with new values only. */
    public Workload withUniqueValues() {
        return new Workload(clients, operations, cuts, pendingPerMille, cas, 0, stale, seed);
    }

    /** The same from another seed. */
    public Workload withSeed(long other) {
        return new Workload(clients, operations, cuts, pendingPerMille, cas, values, stale, other);
    }

    /** The same with one planted stale read. */
    public Workload withStaleRead() {
        return new Workload(clients, operations, cuts, pendingPerMille, cas, values, true, seed);
    }

    /** Name of the model that fits. */
    public String model() {
        return cas ? "cas-register" : "register";
    }
}
