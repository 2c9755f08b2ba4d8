package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.ReadsAndWrites;
import java.util.BitSet;

/** Whether operations only read and write, and every value is written at most once; what zones want. */
public final class UniqueValues {
    private final BitSet written = new BitSet();

    /** Nothing is written yet, but for the value that the register holds first. */
    public UniqueValues() {
        written.set(Zones.FIRST_VALUE);
    }

    /** Adds the operations of an object; false when one of them does something else, or writes a value again. */
    public boolean addAll(KeyHistory history) {
        if (!(history.automaton() instanceof ReadsAndWrites register)) {
            return false;
        }
        for (int position = 0; position < history.size(); position++) {
            int call = history.call(position);
            int value = register.valueWritten(call);
            if (value == ReadsAndWrites.NO_VALUE) {
                if (register.valueRead(call) == ReadsAndWrites.NO_VALUE) {
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
}
