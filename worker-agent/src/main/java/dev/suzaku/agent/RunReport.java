package dev.suzaku.agent;

import dev.suzaku.faults.Receipt;
import java.util.List;

/**
 * What came of a run, before its history is checked. Counts are of this run alone; times are in milliseconds.
 *
 * @param campaign the run's campaign
 * @param run the run's id
 * @param completed every planned cut was made and the final reads were taken; false when the run was cancelled or given
 *     up
 * @param operations recorded operations: {@code ok + fail + info}
 * @param ok operations with a known result
 * @param fail operations that certainly did not happen
 * @param info operations of unknown outcome
 * @param cuts cuts made
 * @param receipts one per cut made, in order
 * @param inFlight per cut, the client operations in flight just before the first thread was stopped
 * @param cutsWithInFlight number of cuts that hit at least one operation in flight
 * @param threadsInUser threads interrupted in user mode, over all cuts
 * @param threadsInKernel threads interrupted in the kernel, over all cuts
 * @param recoveryMillis per cut, from the call that recovers the target to its first correct reply; shorter than
 *     {@code cuts} when one did not recover
 * @param recoveryMedianMillis median of these, 0 without any
 * @param recoveryP99Millis 99th percentile (nearest rank), 0 without any
 * @param recoveryMaxMillis largest, 0 without any
 * @param lastEpochWrites acknowledged writes, over all cuts, to a key in the epoch that the cut ended: the last one on
 *     each key
 * @param lastEpochWritesObserved of these, the ones whose key was read after the cut before anybody wrote it again
 * @param staleReadsPlanted reads answered with an older value at the client on purpose
 * @param elapsedMillis duration of the run
 * @param findings what the agent itself saw; empty on a clean run
 */
public record RunReport(
        String campaign,
        String run,
        boolean completed,
        long operations,
        long ok,
        long fail,
        long info,
        int cuts,
        List<Receipt> receipts,
        List<Integer> inFlight,
        int cutsWithInFlight,
        int threadsInUser,
        int threadsInKernel,
        List<Double> recoveryMillis,
        double recoveryMedianMillis,
        double recoveryP99Millis,
        double recoveryMaxMillis,
        long lastEpochWrites,
        long lastEpochWritesObserved,
        long staleReadsPlanted,
        long elapsedMillis,
        List<Finding> findings) {

    public RunReport {
        receipts = List.copyOf(receipts);
        inFlight = List.copyOf(inFlight);
        recoveryMillis = List.copyOf(recoveryMillis);
        findings = List.copyOf(findings);
    }

    /** Share of last-epoch writes whose fate was observed, 0 to 1; 0 when there were none. */
    public double lastEpochShareObserved() {
        return lastEpochWrites == 0 ? 0 : (double) lastEpochWritesObserved / lastEpochWrites;
    }
}
