package dev.suzaku.checkers.models;

import java.util.Arrays;

/** A cache from (state, call) to the next state, without boxing. It forgets everything when it is full. */
final class StepMemo {
    /** Returned for a pair that is not known. */
    static final int MISSING = -2;

    private static final int SLOTS_MAX = 1 << 20;
    private static final long EMPTY = -1;

    private long[] keys = new long[1 << 8];
    private int[] values = new int[1 << 8];
    private int size;

    StepMemo() {
        Arrays.fill(keys, EMPTY);
    }

    int get(int state, int call) {
        int slot = slot(key(state, call));
        return keys[slot] == EMPTY ? MISSING : values[slot];
    }

    void put(int state, int call, int next) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long key = key(state, call);
        int slot = slot(key);
        if (keys[slot] == EMPTY) {
            size++;
        }
        keys[slot] = key;
        values[slot] = next;
    }

    private static long key(int state, int call) {
        return (long) state << 32 | call;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 40) & keys.length - 1;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        boolean forget = keys.length >= SLOTS_MAX;
        int slots = forget ? SLOTS_MAX : keys.length * 2;
        keys = new long[slots];
        values = new int[slots];
        Arrays.fill(keys, EMPTY);
        size = 0;
        for (int i = 0; i < oldKeys.length && !forget; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
                size++;
            }
        }
    }
}
