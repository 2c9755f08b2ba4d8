package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Operations that may take effect at any time from some event on, counted per call instead of kept one by one. How many
 * of each class a configuration used up are counters packed into words, each below a guard bit, so that all counters of a
 * word are compared at once.
 *
 * <pre>
 *   word 0:       | 0 | how many were used in all |
 *   other words:  ... | 0 | counter of class 2 | 0 | counter of class 1 | 0 | counter of class 0 |
 * </pre>
 */
final class PendingClasses {
    private static final int NONE = -1;
    private static final int NEVER_JOINS = -1;

    private int[] classOf;
    private int[] joinEpochs;
    private final Map<Integer, Integer> classByCall = new HashMap<>();
    private int[] calls = new int[8];
    private int[] sizes = new int[8];
    private final int slotsNeeded;
    private int count;
    private int[] words;
    private int[] shifts;
    private long[] masks;
    private long[] guards;
    private int[] available;
    // classes of which some are available, those whose call is blind first
    private int[] present;
    private int presentBlind;
    private int presentCount;
    // slots with the call of a class, and the other way round
    private final long[] sameCall;
    private final int[] classOfSlot;
    private boolean crashSensitive;
    private final Automaton automaton;

    /** Finds the operations of the timeline that can be counted. */
    PendingClasses(KeyHistory history, Timeline timeline) {
        this.automaton = history.automaton();
        boolean some = timeline.neverEnding() > 0;
        classOf = some ? new int[history.size()] : new int[0];
        joinEpochs = some ? new int[history.size()] : new int[0];
        if (some) {
            Arrays.fill(classOf, NONE);
            classify(history, timeline);
        }
        slotsNeeded = slotsNeeded(history, timeline);
        layOut();
        available = new int[count];
        present = new int[count];
        sameCall = new long[count];
        classOfSlot = new int[count == 0 ? 0 : Slots.CAPACITY];
        Arrays.fill(classOfSlot, NONE);
    }

    /**
     * For a timeline that comes in sections, of an automaton to which crashes make no difference.
     *
     * @param pending how many operations without an end there will be, by their calls
     */
    PendingClasses(Automaton automaton, Map<Integer, Integer> pending) {
        this.automaton = automaton;
        classOf = new int[0];
        joinEpochs = new int[0];
        pending.forEach((call, size) -> {
            classByCall.put(call, count);
            grow();
            calls[count] = call;
            sizes[count++] = size;
        });
        slotsNeeded = 0;
        layOut();
        available = new int[count];
        present = new int[count];
        sameCall = new long[count];
        classOfSlot = new int[count == 0 ? 0 : Slots.CAPACITY];
        Arrays.fill(classOfSlot, NONE);
    }

    /** Looks at the next section, whose operations without an end are among those that were counted. */
    void section(KeyHistory history, Timeline timeline) {
        classOf = new int[count == 0 ? 0 : history.size()];
        joinEpochs = new int[classOf.length];
        for (int position = 0; position < classOf.length; position++) {
            classOf[position] = neverEnds(history, timeline, position) ? classByCall.get(history.call(position)) : NONE;
        }
    }

    /** Whether the operation has no end; false for one that is left out. */
    static boolean neverEnds(KeyHistory history, Timeline timeline, int position) {
        return !history.mandatory(position)
                && timeline.invokeRank(position) != Timeline.NEVER
                && timeline.endRank(position) == Timeline.NEVER;
    }

    private void grow() {
        calls = count == calls.length ? Arrays.copyOf(calls, 2 * count) : calls;
        sizes = count == sizes.length ? Arrays.copyOf(sizes, 2 * count) : sizes;
    }

    private void classify(KeyHistory history, Timeline timeline) {
        int crashes = timeline.crashes();
        int epoch = 0;
        for (int rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            if (position == Timeline.CRASH) {
                epoch++;
            } else if (timeline.invokes(rank)
                    && timeline.endRank(position) == Timeline.NEVER
                    && !timeline.boundBySession(position)) {
                join(position, history.call(position), epoch, crashes);
            }
        }
    }

    /** Joins its class at once, or at the crash after which nothing changes the call any more. */
    private void join(int position, int call, int epoch, int crashes) {
        int last = call;
        int joins = 0;
        if (automaton.crashSensitive(call)) {
            joins = NEVER_JOINS;
            for (int later = epoch + 1; later <= crashes; later++) {
                int changed = automaton.callAfterCrash(last, later);
                if (changed != last || joins == NEVER_JOINS) {
                    joins = later;
                }
                last = changed;
            }
        }
        if (joins == NEVER_JOINS) {
            return;
        }
        joinEpochs[position] = joins;
        int index = classByCall.computeIfAbsent(last, unknown -> count);
        if (index == count) {
            grow();
            calls[count] = last;
            sizes[count++] = 0;
        }
        classOf[position] = index;
        sizes[index]++;
    }

    /** How many operations are open at once that are not counted. */
    private int slotsNeeded(KeyHistory history, Timeline timeline) {
        if (classOf.length == 0) {
            return timeline.openMax();
        }
        int[] joining = new int[timeline.crashes() + 1];
        int open = 0;
        int most = 0;
        int epoch = 0;
        for (int rank = 0; rank < timeline.length(); rank++) {
            int position = timeline.position(rank);
            if (position == Timeline.CRASH) {
                open -= joining[++epoch];
            } else if (!timeline.invokes(rank)) {
                open--;
            } else if (!joinsAtOnce(position)) {
                most = Math.max(most, ++open);
                if (classOf[position] != NONE) {
                    joining[joinEpochs[position]]++;
                }
            }
        }
        return most;
    }

    int slotsNeeded() {
        return slotsNeeded;
    }

    private void layOut() {
        words = new int[count];
        shifts = new int[count];
        masks = new long[count];
        long[] laidOut = new long[count + 1];
        laidOut[0] = 1L << 62;
        int word = 1;
        int used = 0;
        for (int index = 0; index < count; index++) {
            int width = 32 - Integer.numberOfLeadingZeros(sizes[index]);
            if (used + width + 1 > 64) {
                word++;
                used = 0;
            }
            words[index] = word;
            shifts[index] = used;
            masks[index] = (1L << width) - 1;
            laidOut[word] |= 1L << used + width;
            used += width + 1;
        }
        guards = Arrays.copyOf(laidOut, count == 0 ? 0 : word + 1);
    }

    /** Per word of counters a one above each counter. */
    long[] guards() {
        return guards;
    }

    /** Whether the operation belongs to a class from its invocation on. */
    boolean joinsAtOnce(int position) {
        return position < classOf.length && classOf[position] != NONE && joinEpochs[position] == 0;
    }

    /** Whether the operation joins its class at the crash that begins the epoch. */
    boolean joinsAt(int position, int epoch) {
        return position < classOf.length && classOf[position] != NONE && joinEpochs[position] == epoch;
    }

    int classOf(int position) {
        return classOf[position];
    }

    /** Makes one more operation of the class available. */
    void add(int index) {
        if (available[index]++ > 0) {
            return;
        }
        crashSensitive |= automaton.crashSensitive(calls[index]);
        present[presentCount++] = index;
        if (automaton.blind(calls[index])) {
            present[presentCount - 1] = present[presentBlind];
            present[presentBlind++] = index;
        }
    }

    /** Number of classes of which some are available. */
    int present() {
        return presentCount;
    }

    /** Number of those of them whose call is blind; they come first. */
    int presentBlind() {
        return presentBlind;
    }

    int present(int place) {
        return present[place];
    }

    int call(int index) {
        return calls[index];
    }

    /** Whether a configuration with those counters may use one more of the class. */
    boolean left(int index, long[] counts, int at) {
        return (counts[at + words[index]] >>> shifts[index] & masks[index]) < available[index];
    }

    /** An operation was opened in a slot; its call may be that of a class. */
    void opened(int slot, int call) {
        if (count > 0) {
            Integer index = classByCall.get(call);
            classOfSlot[slot] = index == null ? NONE : index;
            if (index != null) {
                sameCall[index] |= 1L << slot;
            }
        }
    }

    /** The operation in the slot is open no longer. */
    void closed(int slot) {
        if (count > 0 && classOfSlot[slot] != NONE) {
            sameCall[classOfSlot[slot]] &= ~(1L << slot);
            classOfSlot[slot] = NONE;
        }
    }

    /** The slots whose operations have the call of the class, and so end sooner. */
    long slots(int index) {
        return sameCall[index];
    }

    /** Whether it matters for an available operation on which side of a crash it lies. */
    boolean crashSensitive() {
        return crashSensitive;
    }

    /** Counts one use of the class less. */
    void giveBack(int index, long[] counts, int at) {
        counts[at]--;
        counts[at + words[index]] -= 1L << shifts[index];
    }

    /** Counts one more use of the class. */
    void use(int index, long[] counts, int at) {
        counts[at]++;
        counts[at + words[index]] += 1L << shifts[index];
    }
}
