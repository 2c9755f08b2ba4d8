package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.ReadsAndWrites;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * The zones of one register, by the numbers of its values, see {@link ZonesEngine}; 41 bytes a value. Operations may be
 * added in any order. Instants are of closed intervals: an operation precedes another one exactly when its end is earlier
 * than the other's invocation.
 */
public final class Zones {
    /** The value that the register holds before all operations. */
    static final int FIRST_VALUE = 0;

    private static final int NONE = -1;
    private static final byte READ = 1;
    private static final byte WRITTEN = 2;

    // per value
    private long[] writeInvokes;
    private long[] firstEnds;
    private long[] lastInvokes;
    private int[] writes;
    private int[] reads;
    private int[] firstEnding;
    private int[] lastInvoked;
    private byte[] flags;
    private int values;

    /**
     * Operations that contradict each other.
     *
     * @param position the operation that cannot be explained once the others were
     * @param certificate positions of operations that fail together: the writes of one or two values, what ended first
     *     and was invoked last on each, and a read where the write is pending
     */
    public record Conflict(int position, List<Integer> certificate) {
        public Conflict {
            certificate = List.copyOf(certificate);
        }
    }

    /** @param values how many values there will be, roughly */
    public Zones(int values) {
        resize(Math.max(1, values));
        require(FIRST_VALUE);
        writeInvokes[FIRST_VALUE] = Long.MIN_VALUE;
        firstEnds[FIRST_VALUE] = Long.MIN_VALUE;
    }

    private void resize(int capacity) {
        writeInvokes = writeInvokes == null ? new long[capacity] : Arrays.copyOf(writeInvokes, capacity);
        firstEnds = firstEnds == null ? new long[capacity] : Arrays.copyOf(firstEnds, capacity);
        lastInvokes = lastInvokes == null ? new long[capacity] : Arrays.copyOf(lastInvokes, capacity);
        writes = writes == null ? new int[capacity] : Arrays.copyOf(writes, capacity);
        reads = reads == null ? new int[capacity] : Arrays.copyOf(reads, capacity);
        firstEnding = firstEnding == null ? new int[capacity] : Arrays.copyOf(firstEnding, capacity);
        lastInvoked = lastInvoked == null ? new int[capacity] : Arrays.copyOf(lastInvoked, capacity);
        flags = flags == null ? new byte[capacity] : Arrays.copyOf(flags, capacity);
    }

    private void require(int value) {
        if (value >= writes.length) {
            resize(Math.max(value + 1, values + (values >> 1)));
        }
        while (values <= value) {
            writeInvokes[values] = Long.MAX_VALUE; // nobody wrote it yet
            firstEnds[values] = Long.MAX_VALUE;
            lastInvokes[values] = Long.MIN_VALUE;
            writes[values] = NONE;
            reads[values] = NONE;
            firstEnding[values] = NONE;
            lastInvoked[values++] = NONE;
        }
    }

    /**
     * Adds the reads and writes of an object whose automaton tells of {@link ReadsAndWrites}, except those that are left
     * out.
     *
     * @param numbers under which numbers conflicts name the positions
     */
    public void add(KeyHistory history, Timeline timeline, IntUnaryOperator numbers) {
        ReadsAndWrites register = (ReadsAndWrites) history.automaton();
        long[] last = timeline.lastNanos();
        for (int position = 0; position < history.size(); position++) {
            int call = history.call(position);
            int written = register.valueWritten(call);
            int number = numbers.applyAsInt(position);
            long invoke = history.invokeNanos(position);
            if (written == ReadsAndWrites.NO_VALUE) {
                read(register.valueRead(call), number, invoke, last[position]);
            } else if (!timeline.leftOut(position)) {
                write(written, number, invoke, last[position], history.mandatory(position));
            }
        }
    }

    /**
     * Adds the write of a value, which is the only one of it.
     *
     * @param mandatory whether it must have happened even if nothing read the value
     */
    void write(int value, int position, long invokeNanos, long endNanos, boolean mandatory) {
        require(value);
        writeInvokes[value] = invokeNanos;
        writes[value] = position;
        flags[value] |= mandatory ? WRITTEN : 0;
        widen(value, position, invokeNanos, endNanos);
    }

    void read(int value, int position, long invokeNanos, long endNanos) {
        require(value);
        flags[value] |= READ;
        reads[value] = position;
        widen(value, position, invokeNanos, endNanos);
    }

    private void widen(int value, int position, long invokeNanos, long endNanos) {
        if (endNanos < firstEnds[value]) {
            firstEnds[value] = endNanos;
            firstEnding[value] = position;
        }
        if (invokeNanos > lastInvokes[value]) {
            lastInvokes[value] = invokeNanos;
            lastInvoked[value] = position;
        }
    }

    private boolean forward(int value) {
        return firstEnds[value] < lastInvokes[value];
    }

    /** Operations that no order explains; empty when there is an order of all. */
    public Optional<Conflict> conflict() {
        int forwardCount = 0;
        int backwardCount = 0;
        for (int value = 0; value < values; value++) {
            if (flags[value] == 0) {
                continue;
            }
            if (firstEnds[value] < writeInvokes[value]) { // a read ended before the value was written, if it ever was
                return Optional.of(new Conflict(firstEnding[value], certificate(value, value)));
            }
            forwardCount += forward(value) ? 1 : 0;
            backwardCount += forward(value) ? 0 : 1;
        }
        int[] forward = new int[forwardCount];
        int[] backward = new int[backwardCount];
        for (int value = values - 1; value >= 0; value--) {
            if (flags[value] != 0) {
                if (forward(value)) {
                    forward[--forwardCount] = value;
                } else {
                    backward[--backwardCount] = value;
                }
            }
        }
        return compare(sorted(forward, firstEnds), sorted(backward, lastInvokes));
    }

    /** The values by their instants. */
    private static int[] sorted(int[] some, long[] instants) {
        int[] order = ReturnOrder.of(
                Arrays.stream(some).mapToLong(value -> instants[value]).toArray());
        return Arrays.stream(order).map(place -> some[place]).toArray();
    }

    private Optional<Conflict> compare(int[] forward, int[] backward) {
        for (int i = 1; i < forward.length; i++) {
            if (firstEnds[forward[i]] < lastInvokes[forward[i - 1]]) {
                return Optional.of(around(forward[i - 1], forward[i]));
            }
        }
        int next = 0;
        for (int value : backward) {
            while (next < forward.length && firstEnds[forward[next]] < lastInvokes[value]) {
                next++;
            }
            if (next > 0 && firstEnds[value] < lastInvokes[forward[next - 1]]) {
                return Optional.of(around(forward[next - 1], value));
            }
        }
        return Optional.empty();
    }

    /** Another value was written and gone, or held, before the last operation on the value was invoked. */
    private Conflict around(int value, int other) {
        return new Conflict(lastInvoked[value], certificate(value, other));
    }

    private List<Integer> certificate(int value, int other) {
        TreeSet<Integer> positions = new TreeSet<>();
        for (int each : new int[] {value, other}) {
            positions.addAll(List.of(writes[each], firstEnding[each], lastInvoked[each]));
            if ((flags[each] & WRITTEN) == 0) {
                positions.add(reads[each]); // without which a pending write need not have happened
            }
        }
        positions.remove(NONE);
        return List.copyOf(positions);
    }
}
