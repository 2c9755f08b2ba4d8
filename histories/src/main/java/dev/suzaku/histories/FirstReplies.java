package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the operations of a history tell about the first reply after a cut that has no ready event of its own. It came no
 * earlier than the crash; and no later than the end of the first operation that was invoked after the crash and ended OK,
 * nor than the first reply after the next cut, as where the power was lost again during recovery. Where only operations
 * that were invoked before a crash ended OK after it, the reply may have come at any time after the crash; where none
 * did, it never came.
 */
final class FirstReplies {
    private long[] firstReturns = new long[0]; // of operations that ended OK, by the epoch of their invocation
    private long lastReturnNanos = Long.MIN_VALUE;

    /**
     * Takes an operation that ended OK; in any order.
     *
     * @param epoch how many crashes had certainly happened when it was invoked
     */
    void answered(int epoch, long returnNanos) {
        int known = firstReturns.length;
        if (epoch >= known) {
            firstReturns = Arrays.copyOf(firstReturns, 2 * epoch + 1);
            Arrays.fill(firstReturns, known, firstReturns.length, PowerCut.NEVER);
        }
        firstReturns[epoch] = Math.min(firstReturns[epoch], returnNanos);
        lastReturnNanos = Math.max(lastReturnNanos, returnNanos);
    }

    /** The cuts, those without a ready event with what is known of their first replies. */
    List<PowerCut> bound(List<PowerCut> cuts) {
        List<PowerCut> bounded = new ArrayList<>(cuts);
        long latest = PowerCut.NEVER;
        int epoch = firstReturns.length - 1;
        for (int k = cuts.size() - 1; k >= 0; k--) {
            for (; epoch > k; epoch--) {
                latest = Math.min(latest, firstReturns[epoch]);
            }
            PowerCut cut = cuts.get(k);
            boolean replied = latest != PowerCut.NEVER || lastReturnNanos > cut.crashEarliestNanos();
            if (cut.readyEarliestNanos() == PowerCut.NEVER && replied) {
                cut = new PowerCut(
                        cut.epoch(),
                        cut.crashEarliestNanos(),
                        cut.crashLatestNanos(),
                        cut.crashEarliestNanos(),
                        latest);
                bounded.set(k, cut);
            }
            latest = Math.min(latest, cut.readyLatestNanos());
        }
        return Collections.unmodifiableList(bounded);
    }
}
