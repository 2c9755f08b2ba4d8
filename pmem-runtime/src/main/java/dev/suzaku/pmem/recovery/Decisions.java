package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.ThreadSlot;
import java.util.OptionalInt;

/**
 * What calls of a thread had decided when cuts rewound them, until their repetitions have been committed: {@code struct decision} of layout.h. The
 * repetition of an interrupted call comes after the handler of a signal, whose own calls may be cut in turn, so there are several; each is known
 * by the number of its call and by the application's stack pointer. Of a thread that left such a handler by a jump, one may stay for ever.
 *
 * <p>Everything here can be done again after a controller died in the middle. Not safe for use by several threads.
 */
final class Decisions {
    private static final int CAPACITY = number("DECISION_CAPACITY");
    private static final int BYTES = number("decision.bytes");
    private static final int CALL = number("decision.call");
    private static final int STACK = number("decision.stack");
    private static final int BEFORE = number("decision.before");
    private static final int KEPT_COUNT = number("thread.decisions_kept");
    private static final int KEPT = number("thread.decisions");
    private static final int OWN = ThreadSlot.RECORD + number("call_record.decision");

    private final ThreadSlot slot;

    Decisions(ThreadSlot slot) {
        this.slot = slot;
    }

    /** The call starts again: what it has decided is kept, in place of what its repetition had found. */
    void keep() {
        if (slot.word(OWN + CALL) != 0) {
            OptionalInt repeated = find(slot.word(OWN + CALL), slot.word(OWN + STACK));
            // What a repetition finds, it writes where it was kept.
            copy(repeated.orElseGet(this::place), repeated.isPresent() ? BEFORE : BYTES);
        }
        count();
    }

    /** The call is over. */
    void forget() {
        find(slot.recordWord("rax") + 1, slot.recordWord("rsp")).ifPresent(place -> slot.setWord(place + CALL, 0));
        count();
    }

    /** Ends what the thread's own record says of its call. */
    static void clearOwn(ThreadSlot slot) {
        slot.setWord(OWN + CALL, 0);
    }

    private OptionalInt find(long call, long stack) {
        for (int place = KEPT; place < KEPT + CAPACITY * BYTES; place += BYTES) {
            if (slot.word(place + CALL) == call && slot.word(place + STACK) == stack) {
                return OptionalInt.of(place);
            }
        }
        return OptionalInt.empty();
    }

    /** A free place, or that of the deepest call: a jump out of a handler leaves the deepest behind. */
    private int place() {
        int deepest = KEPT;
        for (int place = KEPT; place < KEPT + CAPACITY * BYTES; place += BYTES) {
            if (slot.word(place + CALL) == 0) {
                return place;
            }
            if (Long.compareUnsigned(slot.word(place + STACK), slot.word(deepest + STACK)) < 0) {
                deepest = place;
            }
        }
        slot.setWord(deepest + CALL, 0);
        return deepest;
    }

    /** The word that says whose it is comes last: a place counts from then on. */
    private void copy(int place, int bytes) {
        for (int at = CALL + Long.BYTES; at < bytes; at += Long.BYTES) {
            slot.setWord(place + at, slot.word(OWN + at));
        }
        slot.setWord(place + CALL, slot.word(OWN + CALL));
    }

    private void count() {
        int kept = 0;
        for (int place = KEPT; place < KEPT + CAPACITY * BYTES; place += BYTES) {
            kept += slot.word(place + CALL) != 0 ? 1 : 0;
        }
        slot.setWord(KEPT_COUNT, kept);
    }
}
