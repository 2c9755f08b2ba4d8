package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;

/**
 * Which answer for one condition gives that for another one without checking. The conditions of the chain imply those
 * after them; ready-bounded implies persistent and recoverable only where no session whose operation was open at a cut
 * invoked another one before the first reply. Where nothing was cut, all of the chain are one condition.
 *
 * <p>The tests compare with brute force.
 */
final class Implications {
    private final boolean uncut;
    private final Deadlines deadlines;

    /** @param uncut whether the history has no cuts */
    Implications(boolean uncut, Deadlines deadlines) {
        this.uncut = uncut;
        this.deadlines = deadlines;
    }

    /** Whether a history that meets the one condition meets the other. */
    boolean holds(Condition strong, Condition weak) {
        if (strong == weak) {
            return true;
        }
        if (!strong.inChain() || !weak.inChain()) {
            return false;
        }
        if (uncut || strong.compareTo(weak) > 0) {
            return uncut;
        }
        boolean session = weak == Condition.PERSISTENT || weak == Condition.RECOVERABLE;
        return strong != Condition.READY_BOUNDED || !session || patientSessions();
    }

    private boolean patientSessions() {
        return !deadlines.sessions(End.STRICT).invokedDuringOutage()
                && !deadlines.sessions(End.LENIENT).invokedDuringOutage();
    }
}
