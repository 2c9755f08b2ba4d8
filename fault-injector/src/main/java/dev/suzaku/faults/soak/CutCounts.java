package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ThreadPlace;
import java.util.HashSet;
import java.util.Set;

/** What the cuts of a soak have done so far. Not thread-safe. */
final class CutCounts {
    private final Set<Long> runtimeAddresses = new HashSet<>();
    private final long[] places = new long[ThreadPlace.values().length];
    private int tornSaves;
    private int discardedSaves;

    void noteTornSave() {
        tornSaves++;
    }

    void noteDiscardedSave() {
        discardedSaves++;
    }

    void noteThreads(ThreadPlace place, int threads) {
        places[place.ordinal()] += threads;
    }

    void noteRuntimeAddress(long address) {
        runtimeAddresses.add(address);
    }

    boolean wasCutAt(long address) {
        return runtimeAddresses.contains(address);
    }

    long threadsIn(ThreadPlace place) {
        return places[place.ordinal()];
    }

    int runtimeAddresses() {
        return runtimeAddresses.size();
    }

    int tornSaves() {
        return tornSaves;
    }

    int discardedSaves() {
        return discardedSaves;
    }
}
