package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.RegisterAutomaton;
import dev.suzaku.histories.Operation;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Zones of a read-write register whose written values are all different (Gibbons and Korach 1997; Golab, Li and Shah
 * 2011). The operations on one value form a zone from the first end to the last invocation among them: forward when the
 * first end comes first, else backward. The history is linearizable exactly when no read ends before its write is
 * invoked, no two forward zones overlap, and no backward zone lies within a forward zone. About linear: only zones that
 * are far out of order are sorted.
 *
 * <p>A pending write whose value was read has happened and ends at its deadline; one whose value was not read is left
 * out.
 */
public final class ZonesEngine implements Engine {
    @Override
    public String name() {
        return "zones";
    }

    @Override
    public String suits() {
        return "every written value is new";
    }

    @Override
    public boolean applies(KeyHistory history) {
        if (!(history.automaton() instanceof RegisterAutomaton register)) {
            return false;
        }
        BitSet written = new BitSet(register.values());
        written.set(Zones.FIRST_VALUE);
        for (int position = 0; position < history.size(); position++) {
            int value = register.valueWritten(history.call(position));
            if (value == RegisterAutomaton.NO_VALUE) {
                if (register.valueRead(history.call(position)) == RegisterAutomaton.NO_VALUE) {
                    return false;
                }
            } else if (written.get(value)) {
                return false;
            } else {
                written.set(value);
            }
        }
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        Optional<Finding> refusal = Refusal.of(timeline, budget);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        RegisterAutomaton register = (RegisterAutomaton) history.automaton();
        Zones zones = new Zones(register.values());
        long[] last = timeline.lastNanos();
        for (int position = 0; position < history.size(); position++) {
            int value = register.valueWritten(history.call(position));
            if (value != RegisterAutomaton.NO_VALUE && !timeline.leftOut(position)) {
                boolean mandatory = history.returnNanos(position) != Operation.NEVER;
                zones.write(value, position, history.invokeNanos(position), last[position], mandatory);
            }
        }
        for (int position = 0; position < history.size(); position++) {
            int value = register.valueRead(history.call(position));
            if (value != RegisterAutomaton.NO_VALUE) {
                zones.read(value, position, history.invokeNanos(position), last[position]);
            }
        }
        Optional<Zones.Conflict> conflict = zones.conflict();
        return conflict.isEmpty() ? new Finding.Linearizable() : violated(conflict.get(), timeline);
    }

    private static Finding violated(Zones.Conflict conflict, Timeline timeline) {
        int position = conflict.position();
        return new Finding.Violated(timeline.endRank(position), position, List.of(), conflict.certificate());
    }
}
