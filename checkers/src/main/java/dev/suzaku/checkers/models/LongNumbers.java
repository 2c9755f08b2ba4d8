package dev.suzaku.checkers.models;

import java.util.Arrays;

/**
 * A map from 64-bit keys to numbers that are not negative, without objects: a table for keys that are about as small as
 * there are keys, and open addressing with linear probing for the others.
 */
final class LongNumbers {
    /** Given for a key that has no number. */
    static final int NONE = -1;

    private static final int TABLE_MIN = 256;
    private static final int TABLE_PER_KEY = 4;

    /** Differs from process to process, so that nobody can write a file whose keys all collide. */
    private static final long SECRET = System.nanoTime() * 0x9E3779B97F4A7C15L | 1;

    private int[] table = new int[0];
    private long[] keys = new long[16];
    private int[] numbers = new int[16];
    private int size;
    private int hashed;

    LongNumbers() {
        Arrays.fill(numbers, NONE);
    }

    /** The key's number, or {@link #NONE}. */
    int get(long key) {
        if (key >= 0 && key < table.length && table[(int) key] != NONE) {
            return table[(int) key];
        }
        return hashed == 0 ? NONE : numbers[slot(key)];
    }

    /** The key's number; the given one from now on, where it had none. */
    int getOrPut(long key, int number) {
        int known = get(key);
        if (known != NONE) {
            return known;
        }
        size++;
        if (key >= 0 && key < Math.max(TABLE_MIN, (long) TABLE_PER_KEY * size)) {
            growTable((int) key);
            table[(int) key] = number;
        } else {
            int slot = slot(key);
            keys[slot] = key;
            numbers[slot] = number;
            if (2 * ++hashed > keys.length) {
                grow();
            }
        }
        return number;
    }

    private void growTable(int key) {
        int before = table.length;
        if (key >= before) {
            table = Arrays.copyOf(table, Math.max(key + 1, before + (before >> 1) + 16));
            Arrays.fill(table, before, table.length, NONE);
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key ^ key >>> 32) * SECRET >>> 32) & mask;
        while (numbers[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[2 * oldKeys.length];
        numbers = new int[2 * oldKeys.length];
        Arrays.fill(numbers, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
