package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.RegisterAutomaton;
import java.util.BitSet;

/**
 * A register with compare-and-set whose values are all different, in O(n log n). A compare-and-set that succeeded follows
 * what was done with the value that it replaced, so values form chains: a chain begins with a write (or with the
 * register's first value), and nothing of other chains comes in between. Such a history is linearizable exactly when no
 * value was replaced twice, the order within each chain does not run against the order of time, and the chains, each
 * taken as one zone, fit together like those of a plain register ({@link ZonesEngine}).
 *
 * <p>An operation of unknown outcome happened exactly when its value was read or was replaced by one that happened. A
 * refused compare-and-set is placed into the order that was found; where it does not fit, the engine is undecided.
 */
public final class ChainsEngine implements Engine {
    @Override
    public String name() {
        return "chains";
    }

    @Override
    public String suits() {
        return "no two operations leave the same value";
    }

    @Override
    public boolean applies(KeyHistory history) {
        if (!(history.automaton() instanceof RegisterAutomaton register)) {
            return false;
        }
        BitSet left = new BitSet(register.values());
        left.set(Zones.FIRST_VALUE);
        for (int position = 0; position < history.size(); position++) {
            int value = register.valueLeft(history.call(position));
            if (value != RegisterAutomaton.NO_VALUE) {
                if (left.get(value)) {
                    return false;
                }
                left.set(value);
            }
        }
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> new Chains(history, timeline).judge());
    }
}
