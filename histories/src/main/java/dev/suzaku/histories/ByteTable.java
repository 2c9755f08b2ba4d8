package dev.suzaku.histories;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers byte strings from 0 in the order in which they are first seen; equal strings have equal numbers. The bytes lie
 * in few large blocks, one after the other, so that a string costs about 20 bytes more than its length. Reading is
 * thread-safe once nothing is added any more.
 */
final class ByteTable {
    private static final int BLOCK_BYTES_MIN = 1 << 8;
    private static final int BLOCK_BYTES_MAX = 1 << 20;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Differs from process to process, so that nobody can write a file whose strings all collide. */
    private static final long SECRET =
            mixed(System.nanoTime(), ProcessHandle.current().pid());

    private byte[][] blocks = new byte[1][];
    private int blockCount;
    private int blockFill;
    private long[] places = new long[8];
    private int[] lengths = new int[8];
    private int[] hashes = new int[8];
    private int[] slots = new int[16];
    private int size;

    int size() {
        return size;
    }

    /** The block that holds the string of that number, from {@link #offset} on. */
    byte[] block(int id) {
        return blocks[(int) (places[id] >>> 32)];
    }

    int offset(int id) {
        return (int) places[id];
    }

    int length(int id) {
        return lengths[id];
    }

    /** The number of the string, which is added when it is new. */
    int add(byte[] bytes, int from, int length) {
        int hash = hash(bytes, from, length);
        int slot = slot(hash, bytes, from, length);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == lengths.length) {
            int capacity = size + (size >> 1);
            places = Arrays.copyOf(places, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
        }
        places[size] = place(bytes, from, length);
        lengths[size] = length;
        hashes[size] = hash;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            spread();
        }
        return size - 1;
    }

    private int slot(int hash, byte[] bytes, int from, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && lengths[id] == length) {
                int offset = offset(id);
                if (Arrays.equals(block(id), offset, offset + length, bytes, from, from + length)) {
                    return slot;
                }
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void spread() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = id + 1;
        }
    }

    private long place(byte[] bytes, int from, int length) {
        if (blockCount == 0 || blocks[blockCount - 1].length - blockFill < length) {
            int last = blockCount == 0 ? 0 : blocks[blockCount - 1].length;
            int wanted = Math.min(BLOCK_BYTES_MAX, Math.max(BLOCK_BYTES_MIN, 2 * last));
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blockCount);
            }
            blocks[blockCount++] = new byte[Math.max(wanted, length)];
            blockFill = 0;
        }
        System.arraycopy(bytes, from, blocks[blockCount - 1], blockFill, length);
        long place = (long) (blockCount - 1) << 32 | blockFill;
        blockFill += length;
        return place;
    }

    private static int hash(byte[] bytes, int from, int length) {
        long hash = SECRET ^ length;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | bytes[at] & 0xFF;
        }
        hash = mixed(hash, rest);
        return (int) (hash ^ hash >>> 32);
    }

    /** Folds the 128-bit product, as Wang Yi's wyhash does. */
    private static long mixed(long hash, long word) {
        long left = hash ^ 0x9E3779B97F4A7C15L;
        long right = word ^ 0xC2B2AE3D27D4EB4FL ^ hash >>> 29;
        return left * right ^ Math.multiplyHigh(left, right);
    }
}
