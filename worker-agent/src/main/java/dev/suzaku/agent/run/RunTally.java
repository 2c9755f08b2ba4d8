package dev.suzaku.agent.run;

import dev.suzaku.agent.Finding;
import dev.suzaku.agent.RunReport;
import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.workload.KeySpace;
import dev.suzaku.agent.workload.OperationCounts;
import dev.suzaku.faults.Receipt;
import java.util.ArrayList;
import java.util.List;

/** Adds up what the report says. Written by the run's thread; {@link #cuts()} may be read by any. */
public final class RunTally {

    private static final double MEDIAN = 50;
    private static final double P99 = 99;

    private final long startedNanos = System.nanoTime();
    private final RecoveryTimes recoveries = new RecoveryTimes();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Integer> inFlight = new ArrayList<>();
    private volatile int cuts;
    private boolean completed;

    public void cut(Receipt receipt, int operationsInFlight) {
        receipts.add(receipt);
        inFlight.add(operationsInFlight);
        cuts = receipts.size();
    }

    public void recovered(double millis) {
        recoveries.add(millis);
    }

    /** Everything planned was done. */
    public void complete() {
        completed = true;
    }

    public int cuts() {
        return cuts;
    }

    public long elapsedMillis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    public RunReport report(
            RunSpec spec, OperationCounts counts, KeySpace keys, long staleReadsPlanted, List<Finding> findings) {
        return new RunReport(
                spec.campaign(),
                spec.run(),
                completed,
                counts.all(),
                counts.ok(),
                counts.fail(),
                counts.info(),
                receipts.size(),
                receipts,
                inFlight,
                (int) inFlight.stream().filter(count -> count > 0).count(),
                receipts.stream().mapToInt(Receipt::threadsInUser).sum(),
                receipts.stream().mapToInt(Receipt::threadsInKernel).sum(),
                recoveries.all(),
                recoveries.percentile(MEDIAN),
                recoveries.percentile(P99),
                recoveries.percentile(100),
                keys.lastEpochWrites(),
                keys.lastEpochWritesObserved(),
                staleReadsPlanted,
                elapsedMillis(),
                findings);
    }
}
