package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.image.ThreadSlot;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What calls of a thread had decided when cuts rewound them, until their repetitions have been committed: {@code struct decision} of layout.h. The
 * repetition of an interrupted call comes after the handler of a signal, whose own calls may be cut in turn, so there are several; each is known
 * by its call's number and arguments and by the application's stack pointer. A handler that jumps out of itself leaves one behind, until the
 * thread makes a call from there: no handler does while one waits, since handlers lie lower on the stack or on another.
 *
 * <p>Everything here can be done again after a controller died in the middle. Not safe for use by several threads.
 */
final class Decisions {
    private static final int CAPACITY = number("DECISION_CAPACITY");
    private static final int BYTES = number("decision.bytes");
    private static final int CALL = number("decision.call");
    private static final int ARGUMENTS = number("decision.arguments");
    private static final int STACK = number("decision.stack");
    private static final int BEFORE = number("decision.before");
    private static final int KEPT_COUNT = number("thread.decisions_kept");
    private static final int KEPT = number("thread.decisions");
    private static final int OWN = ThreadSlot.RECORD + number("call_record.decision");

    private static final List<String> ARGUMENT_REGISTERS = List.of("rdi", "rsi", "rdx", "r10");

    private final ThreadSlot slot;

    Decisions(ThreadSlot slot) {
        this.slot = slot;
    }

    /** The call starts again: what it has decided is kept. */
    void keep() {
        fromHere().filter(place -> !isOfThisCall(place)).forEach(this::clear);
        if (slot.word(OWN + CALL) != 0) {
            OptionalInt repeated = fromHere().findFirst();
            // What a repetition finds, it writes where it was kept.
            copy(repeated.orElseGet(this::place), repeated.isPresent() ? BEFORE : BYTES);
        }
        count();
    }

    /** The call is over. */
    void forget() {
        fromHere().forEach(this::clear);
        count();
    }

    /** Ends what the thread's own record says of its call. */
    static void clearOwn(ThreadSlot slot) {
        slot.setWord(OWN + CALL, 0);
    }

    private static IntStream places() {
        return IntStream.range(0, CAPACITY).map(i -> KEPT + i * BYTES);
    }

    /** What was decided from where the call in the thread's record is made: at most one. */
    private IntStream fromHere() {
        return places().filter(
                        place -> slot.word(place + CALL) != 0 && slot.word(place + STACK) == slot.recordWord("rsp"));
    }

    private void clear(int place) {
        slot.setWord(place + CALL, 0);
    }

    /** Of a place from here: whether the call is the same too. */
    private boolean isOfThisCall(int place) {
        boolean same = slot.word(place + CALL) == slot.recordWord("rax") + 1;
        for (int i = 0; i < ARGUMENT_REGISTERS.size(); i++) {
            same &= slot.word(place + ARGUMENTS + i * Long.BYTES) == slot.recordWord(ARGUMENT_REGISTERS.get(i));
        }
        return same;
    }

    /** A free place, or that of the deepest call: a jump out of a handler leaves the deepest behind. */
    private int place() {
        OptionalInt free =
                places().filter(place -> slot.word(place + CALL) == 0).findFirst();
        if (free.isPresent()) {
            return free.getAsInt();
        }
        Comparator<Integer> byDepth =
                (one, other) -> Long.compareUnsigned(slot.word(one + STACK), slot.word(other + STACK));
        int deepest = places().boxed().min(byDepth).orElseThrow();
        clear(deepest);
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
        slot.setWord(
                KEPT_COUNT,
                places().filter(place -> slot.word(place + CALL) != 0).count());
    }
}
