package dev.suzaku.histories;

/**
 * Which row an operation that has not ended stands in, with a note on it: a hash table from 64-bit numbers, open
 * addressing with linear probing and without tombstones.
 */
final class OpenOperations {
    /** What is given when there is no such operation. */
    static final int NONE = -1;

    /** Differs from process to process, so that nobody can write a file whose numbers all collide. */
    private static final long SECRET = System.nanoTime() * 0x9E3779B97F4A7C15L | 1;

    private long[] numbers = new long[16];
    private int[] rows = new int[16]; // row + 1; 0 where free
    private long[] notes = new long[16];
    private int size;

    int size() {
        return size;
    }

    /** Adds an operation; false when it is there already. */
    boolean add(long number, int row, long note) {
        int slot = slot(number);
        if (rows[slot] != 0) {
            return false;
        }
        numbers[slot] = number;
        rows[slot] = row + 1;
        notes[slot] = note;
        size++;
        if (2 * size > rows.length) {
            grow();
        }
        return true;
    }

    /** The operation's row, or {@link #NONE}. */
    int row(long number) {
        return rows[slot(number)] - 1;
    }

    /** The note on an operation that is there. */
    long note(long number) {
        return notes[slot(number)];
    }

    /** Takes the operation out and returns its row, or {@link #NONE}. */
    int remove(long number) {
        int slot = slot(number);
        int row = rows[slot] - 1;
        if (row == NONE) {
            return NONE;
        }
        size--;
        int mask = rows.length - 1;
        int free = slot;
        for (int next = slot + 1 & mask; rows[next] != 0; next = next + 1 & mask) {
            int home = home(numbers[next]);
            if ((next - home & mask) >= (next - free & mask)) {
                numbers[free] = numbers[next];
                rows[free] = rows[next];
                notes[free] = notes[next];
                free = next;
            }
        }
        rows[free] = 0;
        return row;
    }

    private int home(long number) {
        long mixed = (number ^ number >>> 32) * SECRET;
        return (int) (mixed >>> 33) & rows.length - 1;
    }

    private int slot(long number) {
        int mask = rows.length - 1;
        int slot = home(number);
        while (rows[slot] != 0 && numbers[slot] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        int[] oldRows = rows;
        long[] oldNotes = notes;
        numbers = new long[2 * oldNumbers.length];
        rows = new int[2 * oldRows.length];
        notes = new long[2 * oldRows.length];
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != 0) {
                int slot = slot(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                rows[slot] = oldRows[i];
                notes[slot] = oldNotes[i];
            }
        }
    }
}
